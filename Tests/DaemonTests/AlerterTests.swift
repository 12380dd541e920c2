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
    #expect(mail.heading.subject == "alice logged in to web1 from 203.0.113.7")
  }

  @Test func `a login is logged with the decision and its reason`() async throws {
    try record(.make())
    _ = try await alerter().decideNext(at: .at(0))
    #expect(
      log.all == ["info: alice logged in to web1 from 203.0.113.7 by password: mail, every login is mailed"])
  }

  @Test func `more than one batch is decided about before a run ends`() async throws {
    try store.record(
      (1...150).map { Login.make(pid: $0) }, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
    let alerter = alerter()
    alerter.stop()
    await alerter.run()
    #expect(try store.outboxCounts() == OutboxCounts(due: 300))
  }

  @Test func `beyond the limit a login is decided to be told of in a digest, and each is told of once`() async throws {
    try store.record(
      (1...40).map { Login.make(pid: $0) }, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
    #expect(try await alerter(limit: AlertLimit()).decideNext(at: .at(0)) == 40)
    let database = try DatabaseQueue(path: directory.path("ssh-alertd.db"))
    let decisions = try await database.read { try String.fetchAll($0, sql: "SELECT decision FROM login ORDER BY id") }
    #expect(decisions == Array(repeating: "mail", count: 30) + Array(repeating: "digest", count: 10))
    let told = "SELECT count(*) FROM login_mail WHERE state = 'due' GROUP BY login_id, recipient"
    #expect(try await database.read { try Int.fetchAll($0, sql: told) } == Array(repeating: 1, count: 80))
    #expect(try store.outboxCounts() == OutboxCounts(due: 4))
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
}

extension AlertLimit {
  /// A mail for each login.
  fileprivate static let none = {
    var limit = AlertLimit()
    (limit.mailsAnHour, limit.lateAfter) = (nil, nil)
    return limit
  }()
}
