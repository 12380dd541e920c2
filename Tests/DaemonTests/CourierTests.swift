// From the outbox to a real server or Maildir: who is held, who is put off, who is given up.

import Alerts
import Delivery
import Foundation
import GRDB
import Logging
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

struct CourierTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let log = LogLines()

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func courier(_ transport: sending any MailTransport, schedule: RetrySchedule = .make()) throws -> Courier {
    Courier(
      store: store, composer: AlertMail(templates: try AlertTemplates(), zone: .gmt), transport: transport,
      schedule: schedule, status: .make(), logger: log.logger)
  }

  private func courier(port: Int, schedule: RetrySchedule = .make()) throws -> Courier {
    let server = RelayAddress.smtp(host: "127.0.0.1", port: port, isImplicitTLS: false)
    return try courier(
      SMTPTransport(SMTPSettings(server: server, requiresTLS: false, heloName: "web1")), schedule: schedule)
  }

  @Test func `what is due becomes a file each, and then nothing is due`() async throws {
    try store.queue(to: "a", "b")
    let courier = try courier(MaildirTransport(path: directory.path("mail")))
    #expect(try await courier.deliverNext(at: .at(-1)) == false)
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try await courier.deliverNext(at: .at(0)) == false)
    #expect(directory.names(in: "mail/new").count == 2)
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test func `a refused mail is kept as failed and holds nobody`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-550-rcpt@example.org", "b@example.org")
    let courier = try courier(port: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
    #expect(try server.mails().map(\.to) == [["b@example.org"]])
    #expect(log.all.contains { $0.hasPrefix("error: mail 1 to reply-550-rcpt@example.org failed") })
  }

  @Test func `a mail that is put off waits as scheduled, and sends the same bytes later`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-data@example.org", "b@example.org")
    let courier = try courier(port: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try store.nextDueTime() == .at(10))
    let bytes = try #require(try store.nextDueMail(at: .at(10), longestWait: 1e9)?.message)
    #expect(try await courier.deliverNext(at: .at(9)) == false)
    #expect(try await courier.deliverNext(at: .at(10)))
    #expect(try store.nextDueTime() == .at(30))
    #expect(try store.nextDueMail(at: .at(30), longestWait: 1e9)?.message == bytes)
  }

  @Test func `a mail that never reached DATA is not frozen`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-rcpt@example.org")
    _ = try await courier(port: server.port).deliverNext(at: .at(0))
    #expect(try store.nextDueMail(at: .at(10), longestWait: 1e9)?.message == nil)
  }

  @Test func `a mail is given up when patience is over`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-rcpt@example.org")
    let courier = try courier(port: server.port)
    for attempt in Int64(0)...4 { #expect(try await courier.deliverNext(at: .at(attempt * 39))) }
    #expect(try await courier.deliverNext(at: .at(199)))
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try await courier.deliverNext(at: .at(219)))
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
  }

  @Test func `a server that is away holds all mail, which one mail probes`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org", "b@example.org")
    let courier = try courier(port: port)
    #expect(try await courier.deliverNext(at: .at(0)) == false)
    #expect(try await courier.deliverNext(at: .at(9)) == false)
    #expect(try store.nextDueMail(at: .at(9), longestWait: 1e9)?.attempts == 0)
    #expect(try store.nextDueMail(at: .at(9), longestWait: 1e9)?.firstDeferredAt == nil)
    #expect(try await courier.deliverNext(at: .at(10)) == false)
    #expect(log.all.count { $0.contains("cannot deliver mail, trying again") } == 1)
    let server = try MailServer("--port", "\(port)")
    #expect(try await courier.deliverNext(at: .at(29)) == false)
    #expect(try await courier.deliverNext(at: .at(30)))
    #expect(try await courier.deliverNext(at: .at(30)))
    #expect(try server.mails().count == 2)
    #expect(log.all.contains("notice: can deliver mail again"))
  }

  @Test func `a clock that is set back holds no mail for longer than any wait`() async throws {
    let server = try MailServer()
    let year: Int64 = 365 * 86400
    try store.queue(to: "a@example.org", at: year)
    #expect(try await courier(port: try MailServer().port).deliverNext(at: .at(year)) == false)
    let courier = try courier(port: server.port)
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try server.mails().count == 1)
  }

  @Test func `a server that was held before the clock was set back is tried again`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org")
    let courier = try courier(port: port)
    #expect(try await courier.deliverNext(at: .at(365 * 86400)) == false)
    let server = try MailServer("--port", "\(port)")
    #expect(try await courier.deliverNext(at: .at(1)))
    #expect(try server.mails().count == 1)
  }

  @Test func `what became of a mail is committed before anything else is sent`() async throws {
    try store.queue(to: "a", "b")
    let courier = try courier(MaildirTransport(path: directory.path("mail")))
    let other = try DatabaseQueue(path: directory.path("ssh-alertd.db"))
    try await other.write {
      try $0.execute(sql: "CREATE TRIGGER full BEFORE UPDATE OF state ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    for _ in 1...3 {
      await #expect(throws: DatabaseError.self) { try await courier.deliverNext(at: .at(0)) }
    }
    #expect(directory.names(in: "mail/new").count == 1)
    try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(directory.names(in: "mail/new").count == 2)
  }

  @Test func `a run that is told to stop sends what is due first`() async throws {
    try store.queue(to: "a", "b")
    let courier = try courier(MaildirTransport(path: directory.path("mail")))
    courier.stop()
    await courier.run()
    #expect(try store.outboxCounts() == OutboxCounts())
  }
}

extension RetrySchedule {
  fileprivate static func make() -> RetrySchedule {
    RetrySchedule(waits: [.seconds(10), .seconds(20)], patience: .seconds(200), jitter: 0)
  }
}
