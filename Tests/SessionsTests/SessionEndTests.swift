// How long a session lasted, whatever the clock did.

import TestKit
import Testing

@testable import Sessions

struct SessionEndTests {
  private func end(of login: Login = .make(), seenIn entry: JournalEntry) -> SessionEnd {
    SessionEnd(of: login.identity, since: login.at, sign: .pam, seenIn: entry)
  }

  @Test func `a session lasted from its login to the first sign of its end`() {
    #expect(end(seenIn: .make(at: 60)) == .make(at: 60, lasted: 60))
  }

  @Test(arguments: [Int64(-86_400), 30, 86_400]) func `a clock that was set does not change how long it lasted`(
    clock: Int64
  ) {
    var entry = JournalEntry.make(at: 60)
    entry.at = .at(clock)
    #expect(end(seenIn: entry) == .make(at: clock, lasted: 60))
  }

  @Test func `after a reboot only the clock can tell`() {
    #expect(end(seenIn: .make(at: 60, boot: Scene.nextBoot)).durationMicroseconds == 60_000_000)
    var entry = JournalEntry.make(at: 60, boot: Scene.nextBoot)
    entry.monotonicMicroseconds = 5
    #expect(end(seenIn: entry).durationMicroseconds == 60_000_000)
  }

  @Test func `no session lasted less than nothing`() {
    #expect(end(seenIn: .make(at: -60, boot: Scene.nextBoot)).durationMicroseconds == 0)
    #expect(end(seenIn: .make(at: -60)).durationMicroseconds == 0)
  }

  @Test func `times that no machine has are no crash`() {
    var entry = JournalEntry.make()
    entry.monotonicMicroseconds = .max
    #expect(end(seenIn: entry).durationMicroseconds > 0)
  }
}
