// The ends of sessions whose logins were mailed: told once, to those who were told of the login, and to nobody else.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct LogoutTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ logins: Login...) throws {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
  }

  /// Records logins and decides about them, with mail to `a` and `b`.
  private func login(_ logins: Login..., route: AlertRoute = .ownMail, asks: Bool = true) throws {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    let decided = try store.undecidedLogins(limit: 99).map { login in
      var decided = DecidedLogin(
        login, .mail(.everyLogin), mail: [.make(to: "a", route), .make(to: "b", route)])
      decided.asksForLogout = asks
      return decided
    }
    try store.decide(decided, at: .at(0))
  }

  private func tell(limit: Int = 99, at seconds: Int64 = 10) throws -> [Int32] {
    try store.tellLogouts(limit: limit, at: .at(seconds)) { logout, recipients in
      recipients.map { MailHeading(about: .logout(logout), from: "s", to: $0, unique: UUID()) }
    }.told.map(\.login.identity.pid)
  }

  private func marks() throws -> [String?] {
    try store.queue.read { try Row.fetchAll($0, sql: "SELECT logout_mail FROM login ORDER BY id") }.map { $0[0] }
  }

  /// Each mail about a logout: to whom, its state.
  private func mail() throws -> [String] {
    let sql = "SELECT recipient || ' ' || state FROM outbox WHERE kind = 'logout' ORDER BY id"
    return try store.queue.read { try String.fetchAll($0, sql: sql) }
  }

  private static let over = Login.make(end: .make(at: 9))

  @Test func `it is told once the session has ended, to each recipient of the login's mail`() throws {
    try login(.make())
    #expect(try tell() == [])
    #expect(try marks() == ["asked"])
    try record(Self.over)
    #expect(try tell() == [100])
    #expect(try tell() == [])
    #expect(try marks() == ["queued"])
    #expect(try mail() == ["a due", "b due"])
    let login = try #require(try store.report(on: 1)).report.login
    #expect(try store.topic(of: 3) == Logout(login).map { .logout($0) })
    #expect(try store.mailQueue().map(\.heading.subject).last == "alice logged out of web1 after 0:00:09 (203.0.113.7)")
  }

  @Test func `a login that did not ask has none`() throws {
    try login(Self.over, asks: false)
    #expect(try tell() == [])
    #expect(try marks() == [nil])
  }

  @Test func `only those hear of it whose mail about the login was sent or will be`() throws {
    try login(.make())
    try store.settle(.sent(reply: "250"), of: 1, at: .at(1))
    try store.settle(.failed(reply: "550"), of: 2, at: .at(1))
    try record(Self.over)
    #expect(try tell() == [100])
    #expect(try mail() == ["a due"])
  }

  @Test func `a login whose mail a digest has taken has none`() throws {
    try login(.make(pid: 1, end: .make(at: 9)))
    try login(.make(pid: 2), route: .digest(.burst), asks: false)
    #expect(try tell() == [])
    #expect(try marks() == [nil, nil])
  }

  @Test func `a digest that takes the login takes its logout with it`() throws {
    try login(.make(pid: 1, end: .make(at: 9)))
    #expect(try tell() == [1])
    try login(.make(pid: 2), route: .digest(.burst), asks: false)
    #expect(try mail() == ["a digested", "b digested"])
  }

  @Test func `so does one of late logins, but for what a server has seen`() throws {
    try login(.make(pid: 1, end: .make(at: 9)), .make(pid: 2, end: .make(at: 9)))
    #expect(try tell() == [1, 2])
    try store.freeze(Data([1]), of: 7)
    #expect(try store.digestLateMail(to: "a", olderThan: .at(1000), at: .at(5000)))
    #expect(try mail() == ["a digested", "b due", "a due", "b due"])
  }

  @Test func `it is never late itself, so that it takes nothing into a digest`() throws {
    try login(Self.over)
    _ = try tell()
    for id in Int64(1)...2 { try store.settle(.sent(reply: "250"), of: id, at: .at(11)) }
    let mail = try #require(try store.nextDueMail(at: .at(99_999), longestWait: 1e9))
    #expect(mail.heading.subject.hasPrefix("alice logged out"))
    #expect(mail.lateSince == nil)
  }

  @Test func `where nobody wants it any more, it is not waited for`() throws {
    try login(Self.over)
    let (told, ended) = try store.tellLogouts(limit: 9, at: .at(10)) { _, _ in [] }
    #expect(told == [])
    #expect(ended == 1)
    #expect(try marks() == [nil])
    #expect(try tell() == [])
  }

  @Test func `they go some at a time, in the order of login`() throws {
    try login(.make(pid: 1, end: .make(at: 9)), .make(pid: 2, end: .make(at: 8)), .make(pid: 3, end: .make(at: 7)))
    #expect(try tell(limit: 2) == [1, 2])
    #expect(try tell(limit: 2) == [3])
    #expect(try tell(limit: 2) == [])
  }

  @Test func `one that fails in between has told of nothing`() throws {
    try login(Self.over)
    #expect(throws: DatabaseError.self) {
      _ = try store.tellLogouts(limit: 9, at: .at(10)) { _, recipients in
        recipients.map { .make(to: $0, id: "the same") }
      }
    }
    #expect(try mail() == [])
    #expect(try marks() == ["asked"])
    #expect(try tell() == [100])
  }
}
