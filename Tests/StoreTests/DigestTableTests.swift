// Many logins in one mail: which, when it is due, and that none is told of twice or not at all.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct DigestTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  /// Records a login and decides about it.
  private func login(
    _ login: Login, _ route: AlertRoute, to recipients: String..., at seconds: Int64, due: Int64? = nil
  ) throws {
    try store.record([login], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(seconds))
    let recipients = recipients.isEmpty ? ["a"] : recipients
    let decided = try store.undecidedLogins(limit: 9).map {
      DecidedLogin($0, .mail(.everyLogin), mail: recipients.map { .make(to: $0, route, due: due) })
    }
    try store.decide(decided, at: .at(seconds))
  }

  @Test func `a digest by rule has its own time, and takes in nothing of a burst`() throws {
    try login(.make(pid: 1), .digest(.daily), at: 0, due: 3600)
    try login(.make(pid: 2), .digest(.burst), at: 1)
    try login(.make(pid: 3), .digest(.daily), at: 2, due: 9999)
    let rows = try store.queue.read { try Row.fetchAll($0, sql: "SELECT kind, due_at FROM outbox ORDER BY id") }
    #expect(rows.map { $0["kind"] as String } == ["daily", "digest"])
    #expect(rows[0]["due_at"] == Timestamp.at(3600).microseconds)
    let lines = try [1, 3].map { id in
      Digest.Line(try #require(try store.report(on: id)).report.login, reason: .rule)
    }
    #expect(try store.topic(of: 1) == .digest(Digest(.daily, hostname: "web1", lines: lines, count: 2)))
  }

  @Test func `a daily digest waits for its day, unless the clock was set back`() throws {
    try login(.make(pid: 1), .digest(.daily), at: 0, due: 86_400)
    #expect(try store.nextDueMail(at: .at(0), longestWait: 3600) == nil)
    #expect(try store.nextDueTime(after: .at(0), longestWait: 3600) == .at(86_400))
    #expect(try store.nextDueMail(at: .at(86_400), longestWait: 3600) != nil)
    #expect(try store.nextDueMail(at: .at(-2 * 86_400), longestWait: 3600) != nil)
  }

  private func flood(_ pids: ClosedRange<Int32>, from address: String = "203.0.113.7", at seconds: Int64) throws {
    for pid in pids {
      try login(.make(address: address, pid: pid), .digest(.burst), at: seconds)
    }
  }

  private func rows(_ columns: String) throws -> [[String]] {
    try store.queue.read { database in
      try Row.fetchAll(database, sql: "SELECT \(columns) FROM outbox ORDER BY id").map { row in
        row.map { "\($0.1)" }
      }
    }
  }

  private func due(_ id: Int64) throws -> Date? {
    try store.queue.read { database in
      OutboxTable.date(try Int64.fetchOne(database, sql: "SELECT due_at FROM outbox WHERE id = ?", arguments: [id]))
    }
  }

  private func digest(_ id: Int64) throws -> Digest? {
    guard case .digest(let digest) = try store.topic(of: id) else { return nil }
    return digest
  }

  @Test func `a flood becomes one digest that lists each of its logins in the order of time`() throws {
    try flood(1...3, at: 0)
    #expect(try rows("id, login_id, state") == [["1", "NULL", "\"due\""]])
    let digest = try #require(try digest(1))
    #expect(digest.count == 3)
    #expect(digest.lines.map(\.login.identity.pid) == [1, 2, 3])
    #expect(digest.lines.allSatisfy { $0.reason == .limit })
  }

  @Test func `it takes in the logins before it whose mail still waits, and lists those that had one`() throws {
    for pid in Int32(1)...3 { try login(.make(pid: pid), .ownMail, at: 0) }
    try store.settle(.sent(reply: "250"), of: 1, at: .at(0))
    try store.freeze(Data([1]), of: 2)
    try flood(4...4, at: 1)
    #expect(try rows("state").flatMap { $0 } == ["\"sent\"", "\"due\"", "\"digested\"", "\"due\""])
    #expect(try digest(4)?.lines.map(\.reason) == [.mailed, .mailed, .limit, .limit])
  }

  @Test func `what is new keeps the mail of its own`() throws {
    try login(.make(pid: 1), .reserve, at: 0)
    try flood(2...2, at: 1)
    #expect(try rows("state").flatMap { $0 } == ["\"due\"", "\"due\""])
    #expect(try digest(2)?.lines.map(\.reason) == [.mailed, .limit])
  }

  @Test func `logins of another network or user, and old ones, have nothing to do with it`() throws {
    try login(.make(pid: 1), .ownMail, at: 0)
    try login(.make(address: "198.51.100.1", pid: 2), .ownMail, at: 3600)
    try login(.make(user: "bob", pid: 3), .ownMail, at: 3600)
    try flood(4...4, at: 3601)
    #expect(try digest(4)?.lines.map(\.login.identity.pid) == [4])
  }

  @Test func `a burst is waited for, but for a minute at the most`() throws {
    try flood(1...1, at: 0)
    #expect(try due(1) == .at(5))
    try flood(2...2, at: 4)
    #expect(try due(1) == .at(9))
    try flood(3...3, at: 58)
    #expect(try due(1) == .at(60))
    try flood(4...4, at: 300)
    #expect(try due(1) == .at(60))
  }

  @Test func `the next one comes an hour after the last one was composed`() throws {
    try flood(1...1, at: 0)
    try store.freeze(Data([1]), of: 1, at: 60)
    try flood(2...3, at: 70)
    #expect(try due(2) == .at(3660))
    try flood(4...4, at: 3000)
    #expect(try due(2) == .at(3660))
    #expect(try digest(1)?.lines.map(\.login.identity.pid) == [1])
    #expect(try digest(2)?.lines.map(\.login.identity.pid) == [2, 3, 4])
  }

  @Test func `after an hour without one, the first is at once again`() throws {
    try flood(1...1, at: 0)
    try store.freeze(Data([1]), of: 1, at: 60)
    try flood(2...2, at: 3661)
    #expect(try due(2) == .at(3666))
  }

  @Test func `a digest from the time before the clock was set back holds up none`() throws {
    try flood(1...1, at: 999_999)
    try store.freeze(Data([1]), of: 1, at: 999_999)
    try flood(2...2, at: 0)
    #expect(try due(2) == .at(5))
  }

  @Test func `each recipient has a digest of his own`() throws {
    try login(.make(pid: 1), .digest(.burst), to: "a", "b", at: 0)
    try login(.make(pid: 2), .digest(.burst), to: "a", "b", at: 0)
    #expect(try rows("recipient").flatMap { $0 } == ["\"a\"", "\"b\""])
    #expect(try digest(1)?.count == 2)
    #expect(try digest(2)?.count == 2)
  }

  @Test func `its subject and bytes are fixed when it is composed, and nothing is added then`() throws {
    try flood(1...2, at: 0)
    let bytes = try store.message(of: 1, at: .at(60)) { heading, topic in Data(heading.subject.utf8) }
    #expect(bytes == Data("2 logins to web1".utf8))
    #expect(try rows("subject").flatMap { $0 } == ["\"2 logins to web1\""])
  }

  @Test func `a long one lists what is new first, then the oldest, and counts all`() throws {
    let count = Int32(Digest.mostLines) + 5
    let logins = (1...count).map { Login.make(at: Int64($0), pid: $0) }
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    let decided = try store.undecidedLogins(limit: Int(count)).map { login in
      DecidedLogin(
        login, news: login.login.identity.pid == count ? [.key] : [], .mail(.everyLogin),
        mail: [.make(to: "a", .digest(.burst))])
    }
    try store.decide(decided, at: .at(0))
    let digest = try #require(try digest(1))
    #expect(digest.count == Int(count))
    #expect(digest.lines.count == Digest.mostLines)
    #expect(digest.lines.last?.login.identity.pid == count)
    #expect(digest.lines.last?.news == [.key])
    #expect(digest.lines.dropLast().map(\.login.identity.pid) == Array(1..<Int32(Digest.mostLines)))
  }

  @Test func `late mail becomes one digest in the place of the oldest`() throws {
    for pid in Int32(1)...3 { try login(.make(at: Int64(pid), pid: pid), .ownMail, at: 10) }
    try login(.make(at: 5000, pid: 4), .ownMail, at: 5000)
    #expect(try store.digestLateMail(to: "a", olderThan: .at(1000), at: .at(5000)))
    #expect(
      try rows("id, state").map { $0.joined(separator: " ") } == [
        "1 \"due\"", "2 \"digested\"", "3 \"digested\"", "4 \"due\"",
      ])
    #expect(try digest(1)?.lines.map(\.login.identity.pid) == [1, 2, 3])
    #expect(try digest(1)?.lines.map(\.reason) == [.late, .late, .late])
    #expect(try store.nextDueMail(at: .at(5000), longestWait: 1e9)?.id == 1)
  }

  @Test func `one that is late alone keeps its mail`() throws {
    try login(.make(pid: 1), .ownMail, at: 0)
    #expect(try !store.digestLateMail(to: "a", olderThan: .at(1000), at: .at(5000)))
    #expect(try digest(1) == nil)
  }

  @Test func `late mail goes into the digest that is open`() throws {
    try login(.make(address: "198.51.100.1", pid: 1), .ownMail, at: 0)
    try flood(2...2, at: 0)
    #expect(try store.digestLateMail(to: "a", olderThan: .at(1000), at: .at(5000)))
    #expect(try rows("state").flatMap { $0 } == ["\"digested\"", "\"due\""])
    #expect(try digest(2)?.lines.map(\.reason) == [.late, .limit])
  }

  @Test func `mail that a server has seen stays what it is`() throws {
    for pid in Int32(1)...3 { try login(.make(pid: pid), .ownMail, at: 0) }
    try store.freeze(Data([1]), of: 1)
    #expect(try store.digestLateMail(to: "a", olderThan: .at(1000), at: .at(5000)))
    #expect(try digest(1) == nil)
    #expect(try digest(2)?.count == 2)
  }

  @Test func `the record tells of each login whether its mail was sent, in a digest or not`() throws {
    try login(.make(pid: 1), .ownMail, at: 0)
    try store.settle(.sent(reply: "250"), of: 1, at: .at(0))
    try flood(2...2, at: 1)
    let sent = "SELECT mails_sent, mails_due FROM login_history ORDER BY id"
    #expect(
      try store.queue.read { try Row.fetchAll($0, sql: sent) }.map { [$0[0], $0[1]] as [Int] } == [[1, 0], [0, 1]])
    try store.settle(.sent(reply: "250"), of: 2, at: .at(2))
    #expect(
      try store.queue.read { try Row.fetchAll($0, sql: sent) }.map { [$0[0], $0[1]] as [Int] } == [[1, 0], [1, 0]])
  }

  @Test func `a login stays as long as a digest that is not sent tells of it`() throws {
    try login(.make(pid: 1, end: .make(at: 9)), .digest(.burst), at: 0)
    let later = Date.at(500 * 86_400)
    #expect(try store.prune(Retention(), at: later) == 0)
    try store.settle(.sent(reply: "250"), of: 1, at: .at(10))
    #expect(try store.prune(Retention(), at: later) == 2)
    #expect(try rows("id").isEmpty)
  }
}
