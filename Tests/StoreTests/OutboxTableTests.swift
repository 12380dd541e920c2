// From the decision to the server's 250: what is due, when, and with which bytes.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct OutboxTableTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let login: RecordedLogin

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
    try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    login = try #require(try store.undecidedLogins(limit: 1).first)
  }

  private func queue(_ mail: RoutedMail..., at seconds: Int64 = 0) throws {
    try store.decide([DecidedLogin(login, .mail(.everyLogin), mail: mail)], at: .at(seconds))
  }

  @Test func `a decision and its mail are one commit, a row a recipient`() throws {
    let mail = [RoutedMail.make(to: "a@example.org"), .make(to: "b@example.org")]
    try store.decide([DecidedLogin(login, .mail(.everyLogin), mail: mail)], at: .at(5))
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
    let next = try #require(try store.nextDueMail(at: .at(5), longestWait: 1e9))
    let expected = QueuedMail(
      id: 1, heading: mail[0].heading, queuedAt: .at(5), attempts: 0, firstDeferredAt: nil, lateSince: .at(0),
      loginID: 1)
    #expect(next == expected)
    var report = LoginReport(login.login, id: 1)
    report.reason = "every login is mailed"
    #expect(try store.topic(of: 1) == .login(report))
  }

  @Test func `mail that was due at once is due, though the clock was set back`() throws {
    try store.decide([DecidedLogin(login, .mail(.everyLogin), mail: [.make()])], at: .at(0))
    #expect(try store.nextDueMail(at: .at(-1800), longestWait: 3600)?.id == 1)
    try store.settle(.deferred(reply: "later", until: .at(15), holdsRecipient: false), of: 1, at: .at(0))
    #expect(try store.nextDueMail(at: .at(-1800), longestWait: 3600) == nil)
    #expect(try store.nextDueMail(at: .at(-7200), longestWait: 3600)?.id == 1)
  }

  @Test func `to find the next mail, the rows of sent mail are not looked at`() throws {
    let plan = try store.queue.read {
      try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(OutboxTable.nextDue)", arguments: [1, 2]).map {
        $0["detail"] as String
      }
    }
    let scans = plan.filter { $0.hasPrefix("SCAN outbox") }
    #expect(Set(scans) == ["SCAN outbox USING INDEX outbox_holder", "SCAN outbox USING INDEX outbox_due"])
    #expect(!plan.contains { $0.contains("TEMP B-TREE") })
  }

  @Test func `a mail that cannot be queued leaves the login undecided`() throws {
    #expect(throws: DatabaseError.self) { try queue(.make(to: "a", id: "same"), .make(to: "b", id: "same")) }
    #expect(try store.outboxCounts() == OutboxCounts())
    #expect(try store.undecidedLogins(limit: 9) == [login])
  }

  @Test func `a login is mailed to a recipient once`() throws {
    try queue(.make(to: "a"))
    try queue(.make(to: "a"))
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
  }

  @Test func `the mail that was queued first is next, and none before it is due`() throws {
    try queue(.make(to: "a"), .make(to: "b"), at: 0)
    #expect(try store.nextDueMail(at: .at(0), longestWait: 1e9)?.heading.recipient == "a")
    for id in [1, 2] as [Int64] {
      try store.settle(.deferred(reply: "451", until: .at(4 + id), holdsRecipient: false), of: id, at: .at(0))
    }
    #expect(try store.nextDueMail(at: .at(4), longestWait: 1e9) == nil)
    #expect(try store.nextDueTime(after: .at(0), longestWait: 1e9) == .at(5))
    #expect(try store.nextDueMail(at: .at(5), longestWait: 1e9)?.heading.recipient == "a")
  }

  @Test func `frozen bytes come with every later try`() throws {
    try queue(.make())
    try store.freeze(Data([1, 2, 0, 255]), of: 1)
    try store.settle(.deferred(reply: "451", until: .at(60)), of: 1, at: .at(1))
    #expect(try store.message(of: 1, at: .at(60)) { _, _ in Data() } == Data([1, 2, 0, 255]))
  }

  @Test func `a mail that is put off waits, counts its tries and knows the first`() throws {
    try queue(.make(to: "a"), .make(to: "b"))
    try store.settle(.deferred(reply: "451", until: .at(60)), of: 1, at: .at(1))
    #expect(try store.nextDueMail(at: .at(59), longestWait: 1e9)?.heading.recipient == "b")
    try store.settle(.deferred(reply: "452", until: .at(90)), of: 1, at: .at(60))
    let mail = try #require(try store.nextDueMail(at: .at(90), longestWait: 1e9))
    #expect(mail.heading.recipient == "a")
    #expect(mail.attempts == 2)
    #expect(mail.firstDeferredAt == .at(1))
    #expect(try lastReply() == "452")
  }

  @Test func `a mail that is sent is due no more, and its bytes go`() throws {
    try queue(.make())
    try store.freeze(Data([1]), of: 1)
    try store.settle(.sent(reply: "250 queued"), of: 1, at: .at(1))
    #expect(try store.outboxCounts() == OutboxCounts())
    #expect(try store.nextDueMail(at: .distantFuture, longestWait: 1e9) == nil)
    #expect(try store.nextDueTime(after: .at(0), longestWait: 1e9) == nil)
    #expect(try lastReply() == "250 queued")
    #expect(try bytes() == nil)
  }

  @Test func `a mail that failed is kept with its bytes`() throws {
    try queue(.make())
    try store.freeze(Data([1]), of: 1)
    try store.settle(.failed(reply: "550 no"), of: 1, at: .at(1))
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
    #expect(try store.nextDueMail(at: .at(999_999), longestWait: 1e9) == nil)
    #expect(try bytes() == Data([1]))
  }

  @Test func `a mail that nobody could be asked about is as if nobody had tried`() throws {
    try queue(.make())
    let before = try store.nextDueMail(at: .at(0), longestWait: 1e9)
    try store.settle(.untouched(reply: "no route"), of: 1, at: .at(1))
    #expect(try store.nextDueMail(at: .at(0), longestWait: 1e9) == before)
    #expect(try lastReply() == "no route")
  }

  @Test func `the fate of a mail is its own`() throws {
    try queue(.make(to: "a"), .make(to: "b"))
    try store.settle(.failed(reply: "550"), of: 1, at: .at(1))
    #expect(try store.outboxCounts() == OutboxCounts(due: 1, failed: 1))
    try store.settle(.sent(reply: "250"), of: 2, at: .at(1))
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
  }

  private func lastReply() throws -> String? {
    try store.queue.read { try String.fetchOne($0, sql: "SELECT last_reply FROM outbox WHERE id = 1") }
  }

  private func bytes() throws -> Data? {
    try store.queue.read { try Data.fetchOne($0, sql: "SELECT bytes FROM frozen_message WHERE outbox_id = 1") }
  }
}
