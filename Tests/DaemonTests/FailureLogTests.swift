// One failure, one line.

import Store
import Testing

@testable import Daemon
@testable import Journal

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

  @Test func `what goes on meanwhile is over with the failure`() {
    let log = LogLines()
    var failures = FailureLog(log.logger, doing: "read", meanwhile: "nobody learns")
    failures.failed("a")
    failures.succeeded()
    #expect(log.all == ["warning: cannot read, so nobody learns, trying again: a", "notice: can read again"])
  }

  @Test func `an error says what kind of event it is, or else the work does`() {
    let log = LogLines()
    var failures = FailureLog(
      log.logger, doing: "read", failing: .serverHeld, again: .serverAnswers, fields: [.server: "smtp://a:25"])
    failures.failed(StoreError.locked(path: "/x"))
    failures.failed(JournalError(call: "open", errno: 13, subject: "x"))
    failures.failed("no route")
    failures.succeeded()
    #expect(log.events == [.recordFailed, .journalFailed, .serverHeld, .serverAnswers])
    #expect(log.fields.allSatisfy { $0[.server] == "smtp://a:25" })
    #expect(log.fields[2][.reason] == "no route")
  }
}
