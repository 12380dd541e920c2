// logind's files, where there are any. That they ring is an end-to-end test's matter, which has a /run of its own.

import Foundation
import Glibc
import Testing

@testable import Journal

struct SessionMonitorTests {
  private static let hasLogind = FileManager.default.fileExists(atPath: "/run/systemd/sessions")

  @Test(.enabled(if: !hasLogind)) func `a logind that is not there is asked for again later`() throws {
    let monitor = SessionMonitor()
    let now = ContinuousClock.now
    #expect(monitor.pollDescriptor(at: now)?.fd == nil)
    let rest = try #require(monitor.timeout(at: now))
    #expect(rest > .seconds(1))
    #expect(monitor.timeout(at: now + .seconds(3600)) == .zero)
    monitor.answer(at: now)
  }

  @Test(.enabled(if: hasLogind)) func `a logind that is there is waited for without an end`() throws {
    let monitor = SessionMonitor()
    let now = ContinuousClock.now
    let polled = try #require(monitor.pollDescriptor(at: now))
    #expect(polled.fd >= 0)
    #expect(polled.events & Int16(POLLIN) != 0)
    #expect(monitor.timeout(at: now) == nil)
  }
}
