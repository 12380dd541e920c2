// The weekly summary: what it tells, from when to when, and that it is told once.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct PeriodicMailTableTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private static let week: Int64 = 7 * 86_400

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ logins: Login..., at seconds: Int64) throws {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(seconds))
    for login in try store.undecidedLogins(limit: 99) {
      let news: [News] = login.login.user == "eve" ? [.login] : []
      try store.decide([DecidedLogin(login, news: news, .mail(.everyLogin), mail: [])], at: .at(seconds))
    }
  }

  @discardableResult
  private func tell(at seconds: Int64, to recipients: String...) throws -> WeeklySummary {
    var told: WeeklySummary?
    try store.tellWeek(of: "web1", at: .at(seconds)) { week in
      week.upSince = .at(-5)
      told = week
      return recipients.map { .make(to: $0) }
    }
    return try #require(told)
  }

  @Test func `it is waited for from the moment it is asked for, until it is not`() throws {
    #expect(try store.lastWeekly() == nil)
    try store.beginWeek(at: .at(5))
    #expect(try store.lastWeekly() == .at(5))
    try store.forgetWeek()
    #expect(try store.lastWeekly() == nil)
  }

  @Test func `it tells what was recorded since the last one, however old that is`() throws {
    try store.beginWeek(at: .at(0))
    try record(.make(pid: 1), at: 0)
    try record(.make(at: -9999, pid: 2), .make(user: "eve", at: 5, pid: 3), at: 10)
    let first = try tell(at: Self.week)
    #expect((first.from, first.to) == (.at(0), .at(Self.week)))
    #expect((first.loginCount, first.userCount, first.recordCount) == (2, 2, 3))
    #expect(first.users == [NamedCount("alice", 1), NamedCount("eve", 1)])
    #expect((first.newCount, first.news.map(\.words)) == (1, ["first login"]))
    #expect(first.oldestAt == .at(-9999))
    #expect(first.databaseSize > 4096)
    try record(.make(at: 6, pid: 4), at: Self.week + 1)
    let second = try tell(at: 2 * Self.week)
    #expect((second.from, second.loginCount, second.newCount) == (.at(Self.week), 1, 0))
    #expect(try tell(at: 3 * Self.week).loginCount == 0)
  }

  @Test func `it counts failures, gaps, and mail that is not sent`() throws {
    try store.beginWeek(at: .at(0))
    let failures = SessionBatch([
      SessionBatch.Change.failure(.make(at: -3600)), .failure(.make()), .failure(.make(at: 9999)),
    ])
    try store.record(failures, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    try store.note(.make(.vacuumed), of: "system", at: .at(0))
    try store.note(.make(.cursor), of: "system", at: .at(60))
    try store.note(.make(.logLevel), of: "system", at: .at(0))
    try store.note(.make(.suppressed), of: "system", at: .at(0))
    for gap in try store.gapsToAnnounce(at: .at(61)) { try store.announce(gap, mail: [.make()], at: .at(61)) }
    try store.closeGaps(.suppressed, of: "system", quietFor: 0, at: .at(62))
    try store.settle(.failed(reply: "550"), of: 1, at: .at(62))
    let week = try tell(at: Self.week)
    #expect(week.failureCount == 2)
    #expect((week.gapCount, week.gaps.map(\.reason)) == (3, [.cursor, .logLevel, .suppressed]))
    #expect(week.gaps.map { $0.to == nil } == [false, true, false])
    #expect((week.waitingCount, week.failedCount) == (3, 1))
  }

  @Test func `of much the newest is listed, and all is counted`() throws {
    for pid in Int32(1)...15 { try record(.make(user: "eve", at: Int64(pid), pid: pid), at: 5) }
    for user in 1...12 { try record(.make(user: "u\(user)", pid: Int32(100 + user)), at: 5) }
    for number in Int64(1)...12 { try store.note(.make(.logLevel, host: "web\(number)"), of: "system", at: .at(5)) }
    try store.beginWeek(at: .at(0))
    let week = try tell(at: Self.week)
    #expect((week.newCount, week.news.map(\.at)) == (15, (6...15).map(Timestamp.at)))
    #expect((week.users.count, week.userCount, week.users.first) == (10, 13, NamedCount("eve", 15)))
    #expect((week.gapCount, week.gaps.count) == (12, 10))
  }

  @Test func `each recipient has a mail that stays as it was told`() throws {
    try store.beginWeek(at: .at(0))
    let week = try tell(at: Self.week, to: "a", "b")
    try record(.make(), at: Self.week + 1)
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
    #expect(try store.topic(of: 1) == .weekly(week))
    #expect(try store.topic(of: 2) == .weekly(week))
    #expect(week.upSince == .at(-5))
    #expect(try store.lastWeekly() == .at(Self.week))
  }

  @Test func `one that fails in between has told nothing`() throws {
    try store.beginWeek(at: .at(0))
    #expect(throws: DatabaseError.self) {
      try store.tellWeek(of: "web1", at: .at(Self.week)) { _ in [.make(id: "the same"), .make(id: "the same")] }
    }
    #expect(try store.lastWeekly() == .at(0))
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test(arguments: ["failures", "weekly", "logout"])
  func `a mail whose words somebody has spoilt is given up, and holds up no other`(kind: String) throws {
    try record(.make(), at: 0)
    try tell(at: 0, to: "a", "b")
    try store.queue.write { database in
      try database.execute(
        sql: "UPDATE outbox SET kind = ?, login_id = ?, topic = '{\"count\":' WHERE id = 1",
        arguments: [kind, kind == "logout" ? 1 : nil])
    }
    #expect(try store.message(of: 1, at: .at(1)) { _, _ in Data() } == nil)
    #expect(try store.mailQueue().map(\.state) == [.failed, .due])
    #expect(try store.mailQueue().first?.lastReply == "what it is about cannot be read")
    #expect(try store.nextDueMail(at: .at(1), longestWait: 1e9)?.id == 2)
  }
}
