// What is done now and then: sshd's LogLevel, gaps that are over, rows that are old.

import Alerts
import Foundation
import GRDB
import Journal
import Logging
import Sessions
import Store
import Synchronization
import TestKit
import Testing

@testable import Daemon

struct CaretakerTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let alerter = Wakeup()
  private let log = LogLines()

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func caretaker(
    _ level: SSHDLogLevel = .unknown("test"), retention: Retention = Retention()
  ) -> Caretaker {
    Caretaker(
      store: store, source: .system, hostname: "web1", retention: retention, logLevel: { level }, alerter: alerter,
      logger: log.logger)
  }

  private func gaps() throws -> [Row] {
    try DatabaseQueue(path: directory.path("ssh-alertd.db")).read {
      try Row.fetchAll($0, sql: "SELECT * FROM gap ORDER BY id")
    }
  }

  @Test func `a LogLevel that is too low is one gap, as long as it lasts`() async throws {
    for seconds in [Int64(0), 900, 1800] { try await caretaker(.tooLow("QUIET")).makeRound(at: .at(seconds)) }
    let gap = try #require(try gaps().first)
    #expect(try gaps().count == 1)
    #expect(gap["reason"] == "log_level")
    #expect(gap["hostname"] == "web1")
    #expect(gap["from_at"] == Timestamp.at(0).microseconds)
    #expect(gap["to_at"] == Timestamp.at(1800).microseconds)
    #expect((gap["closed_at"] as Int64?) == nil)
  }

  @Test func `one that is enough ends it`() async throws {
    try await caretaker(.tooLow("QUIET")).makeRound(at: .at(0))
    try await caretaker(.enough("INFO")).makeRound(at: .at(900))
    #expect(try gaps().first?["closed_at"] == Timestamp.at(900).microseconds)
    try await caretaker(.enough("INFO")).makeRound(at: .at(1800))
    #expect(try gaps().map { $0["closed_at"] as Int64 } == [Timestamp.at(900).microseconds])
  }

  @Test func `it is logged once, and when it is over`() async throws {
    let level = Inbox<SSHDLogLevel>()
    let caretaker = Caretaker(
      store: store, source: .system, hostname: "web1", retention: Retention(),
      logLevel: { level.take() ?? .tooLow("QUIET") }, alerter: alerter, logger: log.logger)
    for seconds in [Int64(0), 900] { try await caretaker.makeRound(at: .at(seconds)) }
    level.put(.enough("INFO"))
    try await caretaker.makeRound(at: .at(1800))
    #expect(log.all.map { $0.prefix(26) } == ["warning: cannot see logins", "notice: can see logins aga"])
    #expect(log.events == [.loginsMissed, .worksAgain])
    #expect(log.fields.first?[.host] == "web1")
  }

  @Test func `one that is not known changes nothing`() async throws {
    try await caretaker().makeRound(at: .at(0))
    #expect(try gaps() == [])
    try await caretaker(.tooLow("QUIET")).makeRound(at: .at(1))
    let before = try gaps()
    try await caretaker().makeRound(at: .at(86_400))
    #expect(try gaps() == before)
  }

  @Test func `dropped messages are over after an hour without`() async throws {
    try store.note(.make(.suppressed), of: "system", at: .at(0))
    try store.note(.make(.suppressed), of: "system", at: .at(1800))
    try await caretaker().makeRound(at: .at(5399))
    #expect((try gaps().first?["closed_at"] as Int64?) == nil)
    try await caretaker().makeRound(at: .at(5400))
    #expect(try gaps().first?["closed_at"] == Timestamp.at(5400).microseconds)
  }

  @Test func `all rows that are old go in one round`() async throws {
    let logins = (1...Int32(450)).map { Login.make(pid: $0, end: .make(at: 9)) }
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .at(0))
    _ = try store.decide(try store.undecidedLogins(limit: 999), at: .at(0)) { login, _ in
      DecidedLogin(login, .silent(.everyLogin), mail: [])
    }
    try await caretaker().makeRound(at: .at(399 * 86_400))
    #expect(try store.loginCount() == 450)
    try await caretaker().makeRound(at: .at(401 * 86_400))
    #expect(try store.loginCount() == 0)
  }

  @Test(.timeLimit(.minutes(1))) func `each round rings the alerter, since a mail may be due`() async throws {
    try await caretaker().makeRound(at: .at(0))
    alerter.wait(atMost: nil)
  }

  @Test(.timeLimit(.minutes(1))) func `a run that is told to stop makes no more rounds`() async throws {
    let caretaker = caretaker(.tooLow("QUIET"))
    caretaker.stop()
    await caretaker.run()
    #expect(try gaps() == [])
    #expect(log.all == [])
  }
}
