// One failure, one line.

import Testing

@testable import Daemon

struct FailureLogTests {
  @Test func `a failure is said once, again when its text changes, and when it is over`() {
    let log = LogLines()
    var failures = FailureLog(log.logger, doing: "read")
    failures.succeeded()
    failures.failed("a")
    failures.failed("a")
    failures.failed("b")
    failures.succeeded()
    failures.succeeded()
    failures.failed("b")
    #expect(
      log.all == [
        "warning: cannot read, trying again: a", "warning: cannot read, trying again: b", "notice: can read again",
        "warning: cannot read, trying again: b",
      ])
  }
}
