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

  private func settings(
    _ relays: [RelayAccess], schedule: RetrySchedule = .make(), lateAfter: TimeInterval? = nil
  ) throws -> CourierSettings {
    CourierSettings(
      composer: AlertMail(templates: try AlertTemplates(), zone: .gmt), relays: relays, schedule: schedule,
      lateAfter: lateAfter)
  }

  private func courier(
    _ relays: [RelayAccess], schedule: RetrySchedule = .make(), lateAfter: TimeInterval? = nil
  ) async throws -> Courier {
    let settings = try settings(relays, schedule: schedule, lateAfter: lateAfter)
    let courier = Courier(store: store, settings: settings, status: .make(), logger: log.logger)
    try await courier.start(at: .at(0))
    return courier
  }

  private func courier(maildir: String, lateAfter: TimeInterval? = nil) async throws -> Courier {
    let path = directory.path(maildir)
    return try await courier(
      [RelayAccess(name: "maildir:\(path)") { MaildirTransport(path: path) }], lateAfter: lateAfter)
  }

  private func courier(ports: Int..., schedule: RetrySchedule = .make()) async throws -> Courier {
    try await courier(ports.map(RelayAccess.plain), schedule: schedule)
  }

  private func nextDueTime() throws -> Date? {
    try store.nextDueTime(after: .at(0), longestWait: 1e9)
  }

  private func sentSubjects() throws -> [String] {
    let database = try DatabaseQueue(path: directory.path("ssh-alertd.db"))
    return try database.read {
      try String.fetchAll($0, sql: "SELECT subject FROM outbox WHERE state = 'sent' ORDER BY id")
    }
  }

  private func frozen(_ id: Int64) throws -> Data? {
    let database = try DatabaseQueue(path: directory.path("ssh-alertd.db"))
    return try database.read {
      try Data.fetchOne($0, sql: "SELECT bytes FROM frozen_message WHERE outbox_id = ?", arguments: [id])
    }
  }

  @Test func `what is due becomes a file each, and then nothing is due`() async throws {
    try store.queue(to: "a", "b")
    let courier = try await courier(maildir: "mail")
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try await courier.deliverNext(at: .at(0)) == false)
    #expect(directory.names(in: "mail/new").count == 2)
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test func `a refused mail is kept as failed and holds nobody`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-550-rcpt@example.org", "b@example.org")
    let courier = try await courier(ports: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
    #expect(try server.mails().map(\.to) == [["b@example.org"]])
    #expect(log.all.contains { $0.hasPrefix("error: mail 1 to reply-550-rcpt@example.org failed") })
    let failed = log.fields.first { $0[.messageID] == LoggedEvent.mailFailed.rawValue }
    #expect(failed?[.mailID] == "1")
    #expect(failed?[.loginID] == "1")
    #expect(failed?[.recipient] == "reply-550-rcpt@example.org")
    #expect(failed?[.reply]?.hasPrefix("550") == true)
  }

  @Test func `a mail that is put off waits as scheduled, and sends the same bytes later`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-data@example.org", "b@example.org")
    let courier = try await courier(ports: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try nextDueTime() == .at(10))
    let bytes = try #require(try frozen(1))
    #expect(try await courier.deliverNext(at: .at(9)) == false)
    #expect(try await courier.deliverNext(at: .at(10)))
    #expect(try nextDueTime() == .at(30))
    #expect(try frozen(1) == bytes)
  }

  @Test func `a mail that never reached DATA is not frozen`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-rcpt@example.org")
    _ = try await courier(ports: server.port).deliverNext(at: .at(0))
    #expect(try frozen(1) == nil)
  }

  @Test func `a mail is given up when patience is over`() async throws {
    let server = try MailServer()
    try store.queue(to: "reply-451-rcpt@example.org")
    let courier = try await courier(ports: server.port)
    for attempt in Int64(0)...4 { #expect(try await courier.deliverNext(at: .at(attempt * 39))) }
    #expect(try await courier.deliverNext(at: .at(199)))
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try await courier.deliverNext(at: .at(219)))
    #expect(try store.outboxCounts() == OutboxCounts(failed: 1))
  }

  @Test func `a server that is away holds all mail, which one mail probes`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org", "b@example.org")
    let courier = try await courier(ports: port)
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
    #expect(log.events.contains(.serverHeld))
    #expect(log.events.contains(.serverAnswers))
  }

  @Test func `where the first server is away the second takes the mail at once, until the first is asked again`()
    async throws
  {
    let port = try MailServer().port
    let second = try MailServer()
    try store.queue(to: "a@example.org", "b@example.org", "c@example.org")
    let courier = try await courier(ports: port, second.port)
    #expect(try await courier.deliverNext(at: .at(0)))
    let hold = try #require(try store.relayHolds()[RelayAccess.plain(port: port).name])
    #expect(hold.attempts == 1 && hold.until == .at(10))
    let first = try MailServer("--port", "\(port)")
    #expect(try await courier.deliverNext(at: .at(9)))
    #expect(try first.steps() == [])
    #expect(try await courier.deliverNext(at: .at(10)))
    #expect(try second.mails().map(\.to) == [["a@example.org"], ["b@example.org"]])
    #expect(try first.mails().map(\.to) == [["c@example.org"]])
    #expect(try store.relayHolds() == [:])
  }

  @Test func `a server that is held is not asked by the next run either, until a person lets it go`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org")
    #expect(try await courier(ports: port).deliverNext(at: .at(0)) == false)
    let server = try MailServer("--port", "\(port)")
    let courier = try await courier(ports: port)
    #expect(try await courier.deliverNext(at: .at(9)) == false)
    #expect(try server.steps() == [])
    #expect(try store.retry(.waiting, at: .at(9)) == 1)
    courier.look()
    try await courier.renew()
    #expect(try await courier.deliverNext(at: .at(9)))
    #expect(try server.mails().count == 1)
  }

  @Test func `other settings let all servers go, even if the disk is full at first`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org")
    let courier = try await courier(ports: port)
    #expect(try await courier.deliverNext(at: .at(0)) == false)
    let other = try DatabaseQueue(path: directory.path("ssh-alertd.db"))
    try await other.write {
      try $0.execute(sql: "CREATE TRIGGER full BEFORE DELETE ON relay_hold BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    let server = try MailServer()
    courier.use(try settings([.plain(port: server.port)]))
    await #expect(throws: DatabaseError.self) { try await courier.renew() }
    try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
    try await courier.renew()
    #expect(try store.relayHolds() == [:])
    #expect(try await courier.deliverNext(at: .at(1)))
    #expect(try server.mails().count == 1)
  }

  @Test func `a server that cannot be reached is asked every five minutes, however long the waits`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org")
    let schedule = RetrySchedule(waits: [.seconds(900)], patience: .seconds(9000), jitter: 0)
    #expect(try await courier(ports: port, schedule: schedule).deliverNext(at: .at(0)) == false)
    #expect(try store.relayHolds().values.map(\.until) == [.at(300)])
  }

  @Test func `a mail that is put off at RCPT holds the later ones to its recipient, and no other`() async throws {
    let server = try MailServer()
    try store.queue(.make(pid: 1), to: "reply-451-rcpt@example.org", "b@example.org")
    try store.queue(.make(pid: 2), to: "reply-451-rcpt@example.org", "b@example.org")
    let courier = try await courier(ports: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try server.mails().map(\.to) == [["b@example.org"], ["b@example.org"]])
    #expect(try store.mailQueue().map(\.attempts) == [1, 0])
    #expect(try nextDueTime() == .at(10))
    while try await courier.deliverNext(at: .at(10)) {}
    #expect(try store.mailQueue().map(\.attempts) == [2, 0])
  }

  @Test func `a mail that is put off at DATA does not hold the next one to its recipient`() async throws {
    let server = try MailServer()
    try store.queue(.make(pid: 1), to: "reply-451-data@example.org")
    try store.queue(.make(pid: 2), to: "reply-451-data@example.org")
    let courier = try await courier(ports: server.port)
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(try store.mailQueue().map(\.attempts) == [1, 1])
  }

  @Test func `logins that are late come in one digest`() async throws {
    for pid in Int32(1)...3 { try store.queue(.make(pid: pid), to: "a", at: 1001) }
    let courier = try await courier(maildir: "mail", lateAfter: 1000)
    while try await courier.deliverNext(at: .at(1001)) {}
    #expect(try sentSubjects() == ["3 logins to web1"])
    #expect(directory.names(in: "mail/new").count == 1)
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test func `one late login, and those that are not late, have a mail each`() async throws {
    try store.queue(.make(pid: 1), to: "a", at: 1001)
    for pid in Int32(2)...3 { try store.queue(.make(at: 1, pid: pid), to: "a", at: 1001) }
    let courier = try await courier(maildir: "mail", lateAfter: 1000)
    while try await courier.deliverNext(at: .at(1001)) {}
    #expect(try sentSubjects() == [String](repeating: "alice logged in to web1 from 203.0.113.7", count: 3))
  }

  @Test func `a mail that is dropped is not sent`() async throws {
    try store.queue(to: "a", "b")
    #expect(try store.drop(1, at: .at(0)))
    let courier = try await courier(maildir: "mail")
    while try await courier.deliverNext(at: .at(0)) {}
    #expect(directory.names(in: "mail/new").count == 1)
    #expect(try store.outboxCounts() == OutboxCounts())
  }

  @Test func `a clock that is set back holds no mail for longer than any wait`() async throws {
    let server = try MailServer()
    let year: Int64 = 365 * 86400
    try store.queue(to: "a@example.org", at: year)
    #expect(try await courier(ports: try MailServer().port).deliverNext(at: .at(year)) == false)
    let courier = try await courier(ports: server.port)
    #expect(try await courier.deliverNext(at: .at(0)))
    #expect(try server.mails().count == 1)
  }

  @Test func `a server that was held before the clock was set back is tried again`() async throws {
    let port = try MailServer().port
    try store.queue(to: "a@example.org")
    let courier = try await courier(ports: port)
    #expect(try await courier.deliverNext(at: .at(365 * 86400)) == false)
    let server = try MailServer("--port", "\(port)")
    #expect(try await courier.deliverNext(at: .at(1)))
    #expect(try server.mails().count == 1)
  }

  @Test func `what became of a mail is committed before anything else is sent`() async throws {
    try store.queue(to: "a", "b")
    let courier = try await courier(maildir: "mail")
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
    let courier = try await courier(maildir: "mail")
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

extension RelayAccess {
  /// A server on loopback that needs nothing.
  fileprivate static func plain(port: Int) -> RelayAccess {
    let server = RelayAddress.smtp(host: "127.0.0.1", port: port, isImplicitTLS: false)
    return RelayAccess(name: "\(server)") {
      try SMTPTransport(SMTPSettings(server: server, requiresTLS: false, heloName: "web1"))
    }
  }
}
