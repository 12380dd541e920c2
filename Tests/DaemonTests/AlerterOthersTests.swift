// Mail about other things than logins and gaps: off unless asked for, told once, and at its time.

import Alerts
import Foundation
import GRDB
import Logging
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

struct AlerterOthersTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let courier = Wakeup()
  private let log = LogLines()

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func settings(limit: AlertLimit = AlertLimit(), _ change: (inout OtherMail) -> Void) -> AlerterSettings {
    var settings = AlerterSettings(limit: limit, sender: "ssh-alertd@web1", recipients: ["a", "b"])
    settings.zone = .gmt
    settings.hostname = "web1"
    change(&settings.others)
    return settings
  }

  private func alerter(limit: AlertLimit = AlertLimit(), _ change: (inout OtherMail) -> Void = { _ in }) -> Alerter {
    Alerter(store: store, settings: settings(limit: limit, change), courier: courier, logger: log.logger)
  }

  private func record(_ changes: SessionBatch.Change...) throws {
    try store.record(
      SessionBatch(changes), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .at(0))
  }

  private func fail(_ count: Int, at seconds: Int64 = 0) throws {
    let failures = (0..<count).map { _ in SessionBatch.Change.failure(.make(at: seconds)) }
    try store.record(
      SessionBatch(failures), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .at(0))
  }

  /// Each mail that is no login's: its kind and to whom.
  private func mail() throws -> [String] {
    let sql = "SELECT kind || ' ' || recipient FROM outbox WHERE kind <> 'login' ORDER BY id"
    return try DatabaseQueue(path: directory.path("ssh-alertd.db")).read { try String.fetchAll($0, sql: sql) }
  }

  private static let over = Login.make(end: .make(at: 9))
  private static let day: Int64 = 86_400
  /// The Monday after the scene's Tuesday, 08:00 UTC.
  private static let monday: Int64 = 5 * day + 14 * 3600 + 56 * 60 + 51

  @Test func `nothing of it comes unless it is asked for`() async throws {
    let alerter = alerter()
    try record(.login(Self.over))
    try fail(1000)
    _ = try await alerter.decideNext(at: .at(1))
    #expect(try await alerter.tellOthers(at: .at(2)) == nil)
    #expect(try await alerter.tellOthers(at: .at(30 * Self.day)) == nil)
    #expect(try mail() == [])
  }

  @Test func `a logout is mailed to those whom the login was mailed to, and logged`() async throws {
    let alerter = alerter { $0.logouts = true }
    try record(.login(.make()))
    _ = try await alerter.decideNext(at: .at(1))
    #expect(try await alerter.tellLogouts(at: .at(2)) == 0)
    try record(.login(Self.over))
    _ = try await alerter.tellOthers(at: .at(10))
    _ = try await alerter.tellOthers(at: .at(11))
    #expect(try mail() == ["logout a", "logout b"])
    #expect(log.all.last == "info: alice logged out of web1 after 0:00:09 (203.0.113.7): mail")
    #expect(
      log.fields.last == [
        .messageID: LoggedEvent.logoutMailed.rawValue, .host: "web1", .user: "alice", .address: "203.0.113.7",
      ])
  }

  @Test func `a login that was mailed before that was asked for has none`() async throws {
    try record(.login(.make()))
    _ = try await alerter().decideNext(at: .at(1))
    try record(.login(Self.over))
    _ = try await alerter { $0.logouts = true }.tellOthers(at: .at(10))
    #expect(try mail() == [])
  }

  @Test func `switched off, sessions that end are forgotten`() async throws {
    try record(.login(.make()))
    _ = try await alerter { $0.logouts = true }.decideNext(at: .at(1))
    try record(.login(Self.over))
    #expect(try await alerter().tellLogouts(at: .at(10)) == 1)
    #expect(try await alerter { $0.logouts = true }.tellLogouts(at: .at(11)) == 0)
    #expect(try mail() == [])
  }

  @Test func `of a flood only those have one that had a mail of their own`() async throws {
    let limit = AlertLimit.of(2)
    let alerter = alerter(limit: limit) { $0.logouts = true }
    for pid in Int32(1)...9 { try record(.login(.make(pid: pid, end: .make(at: 9)))) }
    _ = try await alerter.decideNext(at: .at(1))
    _ = try await alerter.tellOthers(at: .at(10))
    #expect(try mail().filter { $0.hasPrefix("logout") } == ["logout a", "logout b"])
  }

  @Test func `a burst of failures is mailed to all, once, and logged`() async throws {
    let alerter = alerter { $0.failures = 10 }
    try fail(9)
    try await alerter.tellBursts(at: .at(1))
    #expect(try mail() == [])
    try fail(1)
    try await alerter.tellBursts(at: .at(2))
    try await alerter.tellBursts(at: .at(3))
    #expect(try mail() == ["failures a", "failures b"])
    #expect(log.all == ["notice: web1: 10 failed attempts from 1 source: mail"])
    #expect(log.fields == [[.messageID: LoggedEvent.failuresMailed.rawValue, .host: "web1"]])
  }

  @Test func `a week is told on Monday, once`() async throws {
    let alerter = alerter { $0.isWeekly = true }
    #expect(try await alerter.tellOthers(at: .at(0)) == .seconds(Self.monday))
    #expect(try await alerter.tellWeek(at: .at(Self.monday - 1)) == .at(Self.monday))
    #expect(try mail() == [])
    #expect(try await alerter.tellWeek(at: .at(Self.monday)) == .at(Self.monday + 7 * Self.day))
    #expect(try await alerter.tellWeek(at: .at(Self.monday + 1)) == .at(Self.monday + 7 * Self.day))
    #expect(try mail() == ["weekly a", "weekly b"])
    let subject = try store.mailQueue().first?.heading.subject
    #expect(subject == "web1: still watching; 0 logins")
  }

  @Test func `one that was missed comes when the daemon runs again, and only once`() async throws {
    _ = try await alerter { $0.isWeekly = true }.tellWeek(at: .at(0))
    let later = alerter { $0.isWeekly = true }
    let now = Self.monday + 20 * Self.day
    #expect(try await later.tellWeek(at: .at(now)) == .at(Self.monday + 21 * Self.day))
    #expect(try await later.tellWeek(at: .at(now + 1)) == .at(Self.monday + 21 * Self.day))
    #expect(try mail() == ["weekly a", "weekly b"])
  }

  @Test func `switched off and on again it begins anew`() async throws {
    _ = try await alerter { $0.isWeekly = true }.tellWeek(at: .at(0))
    #expect(try await alerter().tellWeek(at: .at(1)) == nil)
    let again = Self.monday + Self.day
    #expect(
      try await alerter { $0.isWeekly = true }.tellWeek(at: .at(again)) == .at(Self.monday + 7 * Self.day))
    #expect(try mail() == [])
  }

  @Test func `a clock that was set back holds it up for a week at the most`() async throws {
    let alerter = alerter { $0.isWeekly = true }
    _ = try await alerter.tellWeek(at: .at(999 * Self.day))
    #expect(try await alerter.tellWeek(at: .at(0)) == .at(Self.monday))
    #expect(try await alerter.tellWeek(at: .at(Self.monday)) == .at(Self.monday + 7 * Self.day))
    #expect(try mail() == ["weekly a", "weekly b"])
  }

  @Test func `it says since when the daemon runs`() async throws {
    let alerter = alerter { $0.isWeekly = true }
    await alerter.start(at: .at(-5))
    _ = try await alerter.tellWeek(at: .at(0))
    _ = try await alerter.tellWeek(at: .at(Self.monday))
    var words = ""
    let composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
    _ = try store.message(of: 1, at: .at(Self.monday)) { _, topic in
      words = composer.parts(topic, at: .at(Self.monday)).text
      return Data()
    }
    #expect(words.contains("since 2026-11-24 17:03:04 UTC"))
  }

  @Test(.timeLimit(.minutes(1))) func `a run tells of all, rings the courier, and takes up other settings`()
    async throws
  {
    let alerter = alerter()
    try record(.login(Self.over))
    try fail(10, at: Timestamp(.now).microseconds / 1_000_000 - Timestamp.at(0).microseconds / 1_000_000)
    alerter.use(
      settings {
        $0.logouts = true
        $0.failures = 10
        $0.isWeekly = true
      })
    alerter.stop()
    await alerter.run()
    #expect(try mail() == ["logout a", "logout b", "failures a", "failures b"])
    #expect(try store.lastWeekly() != nil)
    courier.wait(atMost: nil)
  }
}

extension AlertLimit {
  fileprivate static func of(_ mails: Int) -> AlertLimit {
    var limit = AlertLimit()
    limit.mailsAnHour = mails
    return limit
  }
}
