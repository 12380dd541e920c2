// A bus that is not there costs no more than a look now and then.

import Foundation
import Glibc
import TestKit
import Testing

@testable import Journal

struct DoorbellTests {
  /// In a process of its own, whose bus is where none can be.
  private static func withoutBus(_ body: (Doorbell) -> Void) {
    setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1)
    body(Doorbell())
  }

  @Test func `where there is no bus, there is nothing to wait for, and it is tried again later`() async {
    await #expect(processExitsWith: .success) {
      Self.withoutBus { doorbell in
        let now = ContinuousClock.now
        precondition(doorbell.pollDescriptor(at: now) == nil)
        precondition(!doorbell.isListening)
        precondition(doorbell.timeout(at: now) == .seconds(30))
        precondition(doorbell.timeout(at: now + .seconds(29)) == .seconds(1))
        precondition(doorbell.timeout(at: now + .seconds(99)) == .zero)
        doorbell.answer(at: now)
      }
    }
  }

  @Test func `a bus that is not there is left alone until then`() async {
    await #expect(processExitsWith: .success) {
      Self.withoutBus { doorbell in
        let now = ContinuousClock.now
        precondition(doorbell.pollDescriptor(at: now) == nil)
        precondition(doorbell.pollDescriptor(at: now + .seconds(29)) == nil)
        precondition(doorbell.timeout(at: now + .seconds(29)) == .seconds(1))
        precondition(doorbell.pollDescriptor(at: now + .seconds(30)) == nil)
        precondition(doorbell.timeout(at: now + .seconds(30)) == .seconds(30))
      }
    }
  }

  @Test func `before the first look it wants to be looked at`() {
    let doorbell = Doorbell()
    #expect(!doorbell.isListening)
    #expect(doorbell.timeout() == .zero)
  }

  @Test(.timeLimit(.minutes(1))) func `a reader waits with it as without`() throws {
    let directory = try TemporaryDirectory()
    let reader = try JournalReader(.directory(directory.path))
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try reader.wait(orReadable: ends[0], orRungBy: [Doorbell()], atMost: .milliseconds(1))
    #expect(write(ends[1], [1], 1) == 1)
    try reader.wait(orReadable: ends[0], orRungBy: [Doorbell()], atMost: nil)
  }
}
