// From a login without a decision to its mail.

import Alerts
import Foundation
import GRDB
import Logging
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

struct AlerterTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let courier = Wakeup()
  private let log = LogLines()

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func alerter(limit: AlertLimit = .none) -> Alerter {
    Alerter(
      store: store, settings: AlerterSettings(limit: limit, sender: "ssh-alertd@web1", recipients: ["a", "b"]),
      courier: courier, logger: log.logger)
  }

  private func record(_ logins: Login...) throws {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
  }

  @Test func `each login is decided about once and mailed to each recipient`() async throws {
    try record(.make(pid: 1), .make(pid: 2))
    let alerter = alerter()
    #expect(try await alerter.decideNext(at: .at(5)) == 2)
    #expect(try await alerter.decideNext(at: .at(6)) == 0)
    #expect(try store.outboxCounts() == OutboxCounts(due: 4))
    let mail = try #require(try store.nextDueMail(at: .at(5), longestWait: 1e9))
    #expect(mail.heading.recipient == "a")
    #expect(mail.heading.sender == "ssh-alertd@web1")
    #expect(mail.heading.subject == "NEW: alice logged in to web1 from 203.0.113.7: first login")
  }

  @Test func `a login is logged with the decision and its reason`() async throws {
    try record(.make())
    _ = try await alerter().decideNext(at: .at(0))
    #expect(
      log.all == [
        "info: alice logged in to web1 from 203.0.113.7 by password: mail, every login is mailed; new: first login"
      ])
    #expect(
      log.fields == [
        [
          .messageID: LoggedEvent.loginDecided.rawValue, .loginID: "1", .host: "web1", .user: "alice",
          .address: "203.0.113.7", .method: "password", .decision: "mail", .reason: "every login is mailed",
          .news: "login network method",
        ]
      ])
  }

  @Test func `more than one batch is decided about before a run ends`() async throws {
    try store.record(
      (1...150).map { Login.make(pid: $0) }, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
    let alerter = alerter()
    alerter.stop()
    await alerter.run()
    #expect(try store.outboxCounts() == OutboxCounts(due: 300))
  }

  @Test func `a gap is mailed to each recipient at its start and at its end`() async throws {
    let alerter = alerter()
    try store.note(.make(.suppressed), of: "test", at: .at(0))
    try await alerter.announceGaps(at: .at(1))
    try await alerter.announceGaps(at: .at(2))
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
    let mail = try #require(try store.nextDueMail(at: .at(2), longestWait: 1e9))
    #expect(mail.heading.subject == "web1: logins may have been missed")
    #expect(mail.heading.sender == "ssh-alertd@web1")
    try store.closeGaps(.suppressed, of: "test", quietFor: 0, at: .at(3))
    try await alerter.announceGaps(at: .at(4))
    #expect(try store.outboxCounts() == OutboxCounts(due: 4))
  }

  @Test(.timeLimit(.minutes(1))) func `a run tells of gaps, and rings the courier`() async throws {
    try store.note(.make(), of: "test", at: .now)
    let alerter = alerter()
    alerter.stop()
    await alerter.run()
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
    courier.wait(atMost: nil)
  }

  @Test func `of a flood each login is told of once, most of them in one digest a recipient`() async throws {
    try recordFlood(1...40)
    #expect(try await alerter(limit: AlertLimit()).decideNext(at: .at(0)) == 40)
    #expect(try store.outboxCounts() == OutboxCounts(due: 4))
    #expect(try ownMail() == [1])
    #expect(try timesTold() == [Int](repeating: 1, count: 80))
    #expect(
      try texts("SELECT reason || ' ' || count(*) FROM digest_login GROUP BY reason") == ["limit 78", "mailed 2"])
    let decisions = "SELECT decision || ' ' || count(*) || ', ' || decision_reason FROM login GROUP BY decision"
    #expect(
      try texts(decisions) == ["digest 10, more mails this hour than the limit", "mail 30, every login is mailed"])
  }

  @Test func `a new key in the middle of a flood has a mail of its own`() async throws {
    try recordFlood(1...34)
    try record(newKey(pid: 35))
    try recordFlood(36...40)
    _ = try await alerter(limit: AlertLimit()).decideNext(at: .at(0))
    #expect(try ownMail() == [1, 35])
    #expect(try timesTold() == [Int](repeating: 1, count: 80))
    #expect(
      try texts("SELECT decision FROM login WHERE id IN (34, 35, 36) ORDER BY id") == ["digest", "mail", "digest"])
    #expect(try store.outboxCounts() == OutboxCounts(due: 6))
  }

  @Test func `the next digest does not list again what the last one has told`() async throws {
    let alerter = alerter(limit: AlertLimit())
    try recordFlood(1...40)
    _ = try await alerter.decideNext(at: .at(0))
    for id in try numbers("SELECT DISTINCT outbox_id FROM digest_login") {
      _ = try store.message(of: Int64(id), at: .at(10)) { _, _ in Data("mail".utf8) }
    }
    try record(newKey(pid: 41), .make(pid: 42))
    #expect(try await alerter.decideNext(at: .at(20)) == 2)
    let listed = """
      SELECT login_id FROM digest_login
      WHERE outbox_id = (SELECT max(id) FROM outbox WHERE recipient = 'a' AND login_id IS NULL) ORDER BY login_id
      """
    #expect(try numbers(listed) == [1, 41, 42])
  }

  private func recordFlood(_ pids: ClosedRange<Int32>) throws {
    try store.record(
      pids.map { Login.make(pid: $0) }, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
  }

  private func newKey(pid: Int32) -> Login {
    .make(method: "publickey", key: KeyUse(type: "ED25519", fingerprint: "SHA256:new"), pid: pid)
  }

  /// The logins with a mail of their own to `a` that waits.
  private func ownMail() throws -> [Int] {
    try numbers("SELECT login_id FROM outbox WHERE recipient = 'a' AND state = 'due' AND login_id NOT NULL ORDER BY id")
  }

  /// How often each login is told of to each recipient.
  private func timesTold() throws -> [Int] {
    try numbers("SELECT count(*) FROM login_mail WHERE state <> 'digested' GROUP BY login_id, recipient")
  }

  private func numbers(_ sql: String) throws -> [Int] {
    try DatabaseQueue(path: directory.path("ssh-alertd.db")).read { try Int.fetchAll($0, sql: sql) }
  }

  private func texts(_ sql: String) throws -> [String] {
    try DatabaseQueue(path: directory.path("ssh-alertd.db")).read { try String.fetchAll($0, sql: sql) }
  }
}

extension AlertLimit {
  /// A mail for each login.
  fileprivate static let none = {
    var limit = AlertLimit()
    (limit.mailsAnHour, limit.lateAfter) = (nil, nil)
    return limit
  }()
}
