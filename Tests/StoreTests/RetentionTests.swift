// What goes when it is old, and what stays: open sessions, mail that waits, and what a login made known.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct RetentionTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private static let day: Int64 = 86_400

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ logins: Login...) throws {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
  }

  private func decide(mail: RoutedMail...) throws {
    for login in try store.undecidedLogins(limit: 99) {
      try store.decide([DecidedLogin(login, .mail(.everyLogin), mail: mail)], at: .at(0))
    }
  }

  /// Ten days for all, unless told otherwise.
  private func prune(_ change: (inout Retention) -> Void = { _ in }, limit: Int = 200, day: Int64) throws -> Int {
    var retention = Retention()
    (retention.logins, retention.sentMail, retention.failedAttempts) = (864_000, 864_000, 864_000)
    change(&retention)
    return try store.prune(retention, limit: limit, at: .at(day * Self.day))
  }

  private func facts() throws -> [[String]] {
    try store.queue.read { database in
      let sql =
        "SELECT *, first_at / 1000000 - 1795539789 AS first, last_at / 1000000 - 1795539789 AS last FROM known_fact"
      return try Row.fetchAll(database, sql: sql).map { row in
        ["user", "kind", "value", "first", "last"].map { "\(row[$0] as DatabaseValue)" }
      }
    }
  }

  private static let closed = Login.make(end: .make(at: 9))

  @Test func `a login that is old and over goes`() throws {
    try record(Self.closed)
    try decide()
    #expect(try prune(day: 10) == 0)
    #expect(try prune(day: 11) == 1)
    #expect(try store.loginCount() == 0)
  }

  @Test func `a login that is open or undecided stays`() throws {
    try record(Self.closed, .make(pid: 1))
    try decide()
    try record(.make(pid: 2, end: .make(at: 9)))
    #expect(try prune(day: 11) == 1)
    #expect(try store.history(HistoryQuery()).map(\.login.identity.pid).sorted() == [1, 2])
  }

  @Test func `a login whose mail is due stays, one whose mail failed goes with it`() throws {
    try record(Self.closed)
    try decide(mail: .make(to: "a"), .make(to: "b"))
    try store.settle(.failed(reply: "550"), of: 1, at: .at(1))
    #expect(try prune(day: 11) == 0)
    try store.settle(.failed(reply: "550"), of: 2, at: .at(1))
    #expect(try prune(day: 11) == 1)
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test func `mail that was sent goes before its login, that which failed or is due does not`() throws {
    try record(Self.closed)
    try decide(mail: .make(to: "a"), .make(to: "b"), .make(to: "c"))
    try store.settle(.sent(reply: "250"), of: 1, at: .at(0))
    try store.settle(.failed(reply: "550"), of: 2, at: .at(0))
    #expect(try prune({ $0.logins = nil }, day: 11) == 1)
    #expect(try store.outboxCounts() == OutboxCounts(due: 1, failed: 1))
    #expect(try store.queue.read { try Int.fetchAll($0, sql: "SELECT id FROM outbox ORDER BY id") } == [2, 3])
  }

  @Test func `rows go a few at a time, the oldest first`() throws {
    for pid in Int32(1)...5 { try record(.make(at: Int64(pid), pid: pid, end: .make(at: 9))) }
    try decide()
    #expect(try prune(limit: 2, day: 11) == 2)
    #expect(try store.history(HistoryQuery()).map(\.login.identity.pid) == [5, 4, 3])
    #expect(try prune(limit: 2, day: 11) == 2)
    #expect(try prune(limit: 2, day: 11) == 1)
    #expect(try prune(limit: 2, day: 11) == 0)
  }

  @Test func `what a login made known stays, since when and until when`() throws {
    try record(
      .make(at: 5, pid: 1, end: .make(at: 9)), .make(at: 7, pid: 2, end: .make(at: 9)),
      .make(at: 6, pid: 3, end: .make(at: 9)), .make(user: "bob", at: 1, pid: 4, end: .make(at: 9)))
    try decide()
    #expect(try prune(day: 11) == 4)
    #expect(
      try Set(facts()) == [
        [#""alice""#, #""login""#, #""""#, "5", "7"], [#""alice""#, #""method""#, #""password""#, "5", "7"],
        [#""alice""#, #""network""#, #""203.0.113.0/24""#, "5", "7"], [#""bob""#, #""login""#, #""""#, "1", "1"],
        [#""bob""#, #""method""#, #""password""#, "1", "1"],
        [#""bob""#, #""network""#, #""203.0.113.0/24""#, "1", "1"],
      ])
  }

  @Test func `counts of failures go by their day`() throws {
    let batch = SessionBatch([SessionBatch.Change.failure(.make()), .failure(.make(at: Self.day))])
    try store.record(batch, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    #expect(try prune(day: 10) == 0)
    #expect(try prune(day: 11) == 2)
    #expect(
      try store.queue.read { try String.fetchAll($0, sql: "SELECT day FROM failed_attempt") } == ["2026-11-25"])
    let hours = "SELECT date(hour_at / 1000000, 'unixepoch') FROM failed_attempt_hour"
    #expect(try store.queue.read { try String.fetchAll($0, sql: hours) } == ["2026-11-25"])
  }

  @Test func `as long as a session is open whose end is mailed, its mail says to whom`() throws {
    try record(.make())
    let login = try #require(try store.undecidedLogins(limit: 1).first)
    var decided = DecidedLogin(login, .mail(.everyLogin), mail: [.make(to: "a")])
    decided.asksForLogout = true
    try store.decide([decided], at: .at(0))
    try store.settle(.sent(reply: "250"), of: 1, at: .at(0))
    #expect(try prune(day: 99) == 0)
    try record(.make(end: .make(at: 9)))
    #expect(try prune(day: 99) == 0)
    _ = try store.tellLogouts(limit: 9, at: .at(10)) { _, recipients in recipients.map { .make(to: $0) } }
    #expect(try prune(day: 99) == 1)
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try store.loginCount() == 1)
    try store.settle(.sent(reply: "250"), of: 2, at: .at(11))
    #expect(try prune(day: 99) == 2)
    #expect(try store.loginCount() == 0)
  }

  @Test func `mail about a burst or a week that failed goes when logins do`() throws {
    try store.tellWeek(of: "web1", at: .at(0)) { _ in [.make(to: "a")] }
    try store.settle(.failed(reply: "550"), of: 1, at: .at(1))
    #expect(try prune(day: 10) == 0)
    #expect(try prune(day: 11) == 1)
  }

  @Test func `a gap goes once it is over, told of, and its mail settled`() throws {
    try store.note(.make(.logLevel), of: "system", at: .at(0))
    #expect(try prune(day: 11) == 0)
    try store.closeGaps(.logLevel, of: "system", quietFor: 0, at: .at(1))
    #expect(try prune(day: 11) == 0)
    let gap = try #require(try store.gapsToAnnounce(at: .at(2)).first)
    try store.announce(gap, mail: [.make()], at: .at(2))
    #expect(try prune(day: 11) == 0)
    try store.settle(.sent(reply: "250"), of: 1, at: .at(3))
    #expect(try prune({ $0.sentMail = nil }, day: 10) == 0)
    #expect(try prune({ $0.sentMail = nil }, day: 11) == 1)
    #expect(try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox") } == 0)
  }

  @Test func `for ever is for ever`() throws {
    try record(Self.closed)
    try decide(mail: .make())
    try store.settle(.sent(reply: "250"), of: 1, at: .at(0))
    let keepAll: (inout Retention) -> Void = { ($0.logins, $0.sentMail, $0.failedAttempts) = (nil, nil, nil) }
    #expect(try prune(keepAll, day: 99_999) == 0)
    #expect(try store.loginCount() == 1)
  }
}
