// How lines become counts.

import TestKit
import Testing

@testable import Sessions

struct FailureTallyTests {
  private func tally(_ attempts: FailedAttempt...) -> FailureTally {
    attempts.reduce(into: FailureTally(at: attempts.first?.at ?? .at(0))) { $0.add($1) }
  }

  @Test func `an attempt counts each time, a remark never`() {
    #expect(tally(.make(), .make(), .make()).count == 3)
    #expect(tally(.make(.invalidUser, .remark), .make(.tooManyAttempts, .remark)).count == 0)
  }

  @Test func `an ending counts where its connection has not`() {
    #expect(tally(.make(.closed, .ending)).count == 1)
    #expect(tally(.make(), .make(.closed, .ending)).count == 1)
    #expect(tally(.make(), .make(.closed, .ending), .make(.disconnected, .ending)).count == 1)
    #expect(tally(.make(pid: 1), .make(.closed, .ending, pid: 2)).count == 2)
    #expect(tally(.make(.invalidUser, .remark), .make(.closed, .ending)).count == 1)
  }

  @Test func `the endings of several connections at a time count where each has not`() {
    var tally = FailureTally(at: .at(0))
    for pid in Int32(1)...3 { tally.add(.make(pid: pid)) }
    for pid in Int32(1)...4 { tally.add(.make(.closed, .ending, pid: pid)) }
    #expect(tally.count == 4)
    for pid in Int32(5)...99 { tally.add(.make(pid: pid)) }
    #expect(tally.lastPIDs == Array(92...99))
  }

  @Test func `each line is of its kind, whatever it counts`() {
    let found = tally(.make(.invalidUser, .remark), .make(), .make(), .make(.closed, .ending))
    #expect(found.kinds == ["invalid user": 1, "password": 2, "closed": 1])
  }

  @Test func `what counts, counts in its hour`() {
    let found = tally(
      .make(at: 0), .make(.invalidUser, .remark, at: 0), .make(at: 3600), .make(at: 7200), .make(at: 7201))
    #expect(found.hours.reduce(0, +) == found.count)
    #expect(found.hours[17...19] == [1, 1, 2])
    #expect(found.hours.count == 24)
  }

  @Test func `the first and the last line stay, in whatever order they come`() {
    let found = tally(.make(at: 5), .make(.invalidUser, .remark, at: 1), .make(.closed, .remark, at: 9), .make(at: 6))
    #expect(found.firstAt == .at(1))
    #expect(found.lastAt == .at(9))
  }
}
