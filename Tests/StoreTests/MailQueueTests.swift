// The outbox as a person changes it: tried again, dropped, and never lost by mistake.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct MailQueueTests {
  @Test func `a digest that gathers logins by a rule is neither waiting nor sent early`() throws {
    try store.record(
      [.make(user: "bob", pid: 77)], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    let waiting = try store.outboxCounts().due
    let mail = [RoutedMail.make(to: "d", .digest(.daily), due: 86_400)]
    try store.decide(
      try store.undecidedLogins(limit: 1).map { DecidedLogin($0, .digest(.rule(1)), mail: mail) }, at: .at(0))
    #expect(try store.outboxCounts().due == waiting)
    #expect(try store.retry(.waiting, at: .at(1)) == waiting)
    #expect(try store.retry(.all, at: .at(2)) > waiting)
  }

  private let directory: TemporaryDirectory
  private let store: Store

  /// Three mails: one that waits, one that was given up, one that was sent.
  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
    try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    let login = try #require(try store.undecidedLogins(limit: 1).first)
    try store.decide(
      [DecidedLogin(login, .mail(.everyLogin), mail: ["a", "b", "c"].map { .make(to: $0, id: "\($0)@x") })], at: .at(0))
    try store.settle(.deferred(reply: "451 later", until: .at(60), holdsRecipient: true), of: 1, at: .at(1))
    try store.freeze(Data([1]), of: 2)
    try store.settle(.failed(reply: "550 no"), of: 2, at: .at(2))
    try store.settle(.sent(reply: "250"), of: 3, at: .at(3))
  }

  @Test func `it lists what waits and what was given up`() throws {
    let queue = try store.mailQueue()
    #expect(queue.map(\.id) == [1, 2])
    #expect(queue.map(\.state) == [.due, .failed])
    #expect(queue.map(\.dueAt) == [.at(60), .at(2)])
    #expect(queue.map(\.lastReply) == ["451 later", "550 no"])
    #expect(queue.map(\.attempts) == [1, 1])
  }

  @Test func `a mail is shown as it is, or as it would be`() throws {
    func preview(_ id: Int64) throws -> Data? {
      try store.preview(of: id) { heading, _ in Data(heading.messageID.utf8) }
    }
    #expect(try preview(1) == Data("a@x".utf8))
    #expect(try preview(2) == Data([1]))
    #expect(try preview(3) == nil)
    #expect(try preview(4) == nil)
    #expect(try preview(1) == Data("a@x".utf8))
  }

  @Test func `one mail is due again, with all its patience and the same bytes`() throws {
    #expect(try store.retry(.mail(2), at: .at(100)) == 1)
    let mail = try #require(try store.nextDueMail(at: .at(100), longestWait: 1e9))
    #expect(mail.id == 1)
    try store.settle(.sent(reply: "250"), of: 1, at: .at(100))
    let next = try #require(try store.nextDueMail(at: .at(100), longestWait: 1e9))
    #expect((next.id, next.attempts, next.firstDeferredAt) == (2, 0, nil))
    #expect(try store.message(of: 2, at: .at(100)) { _, _ in Data() } == Data([1]))
  }

  @Test func `what waits is due now, what was given up stays so unless all is asked for`() throws {
    #expect(try store.retry(.waiting, at: .at(5)) == 1)
    #expect(try store.nextDueMail(at: .at(5), longestWait: 1e9)?.id == 1)
    #expect(try store.outboxCounts() == OutboxCounts(due: 1, failed: 1))
    #expect(try store.retry(.all, at: .at(5)) == 2)
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
  }

  @Test func `a mail that is sent is not sent again`() throws {
    #expect(try store.retry(.mail(3), at: .at(5)) == 0)
    #expect(try !store.drop(3, at: .at(5)))
    #expect(try store.retry(.mail(4), at: .at(5)) == 0)
  }

  @Test func `whoever asks for mail lets the servers go`() throws {
    try store.hold("smtp://x", RelayHold(attempts: 3, until: .at(999), reason: "no route"))
    _ = try store.retry(.waiting, at: .at(5))
    #expect(try store.relayHolds().isEmpty)
  }

  @Test func `a mail that is dropped is due no more, and its row says so`() throws {
    #expect(try store.drop(1, at: .at(5)))
    #expect(try store.drop(2, at: .at(5)))
    #expect(try !store.drop(2, at: .at(5)))
    #expect(try store.mailQueue().isEmpty)
    #expect(try store.message(of: 2, at: .at(5)) { _, _ in Data() } == nil)
    #expect(try store.retry(.all, at: .at(6)) == 0)
  }

  @Test func `a try that ends after it was dropped changes nothing, unless the server has it`() throws {
    _ = try store.drop(1, at: .at(5))
    try store.settle(.deferred(reply: "451", until: .at(60)), of: 1, at: .at(6))
    try store.settle(.failed(reply: "550"), of: 1, at: .at(6))
    #expect(try store.mailQueue().map(\.id) == [2])
    try store.settle(.sent(reply: "250"), of: 1, at: .at(6))
    #expect(try store.queue.read { try String.fetchOne($0, sql: "SELECT state FROM outbox WHERE id = 1") } == "sent")
  }
}
