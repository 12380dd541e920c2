// The database is an interface: what people can rely on when they ask it.

import Foundation
import Alerts
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct SchemaTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  @Test func `each table is strict`() throws {
    let tables = try store.queue.read { database in
      try Row.fetchAll(
        database, sql: "SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite%' AND type = 'table'"
      )
      .map { ($0["name"] as String, $0["strict"] as Bool) }
    }
    #expect(
      Set(tables.map(\.0)) == [
        "login", "outbox", "journal_position", "pending_factor", "failed_attempt", "gap", "known_fact",
        "frozen_message", "digest_login", "relay_hold", "geo_cache", "periodic_mail", "failed_attempt_hour",
      ])
    #expect(tables.allSatisfy { $0.1 })
  }

  @Test func `each column says what it holds`() throws {
    let tables = try store.queue.read { database in
      try Row.fetchAll(
        database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    }
    for table in tables {
      let lines = (table["sql"] as String).split(separator: "\n").map { $0.drop { $0 == " " } }
      let columns = try store.queue.read { database in
        try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table["name"] as String])
      }
      let starts = columns.map { column in lines.firstIndex { $0.hasPrefix("\(column) ") } ?? lines.endIndex }
      for (column, (start, end)) in zip(columns, zip(starts, starts.dropFirst() + [lines.endIndex])) {
        #expect(lines[start..<end].contains { $0.contains(" -- ") }, "\(table["name"] as String).\(column)")
      }
    }
  }

  @Test(arguments: [
    "UPDATE login SET closed_by = 'boredom'", "UPDATE login SET decision = 'perhaps'", "UPDATE login SET port = 'ssh'",
    "UPDATE login SET user = NULL", "UPDATE gap SET reason = 'boredom'", "UPDATE gap SET announced = 'perhaps'",
    "INSERT INTO known_fact VALUES ('m', 'u', 'boredom', '', 0, 0)", "UPDATE outbox SET gap_id = 1",
    "UPDATE outbox SET state = 'bored'", "UPDATE outbox SET login_id = 99",
    "INSERT INTO outbox (login_id, recipient, sender, message_id, subject, queued_at, due_at) VALUES (99, '', '', '', '', 0, 0)",
  ]) func `what makes no sense is refused`(sql: String) throws {
    try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    try store.note(.make(), of: "system", at: .now)
    let login = try #require(try store.undecidedLogins(limit: 1).first)
    try store.decide([DecidedLogin(login, .mail(.everyLogin), mail: [.make()])], at: .now)
    #expect(throws: DatabaseError.self) { try store.queue.write { try $0.execute(sql: sql) } }
  }

  @Test func `a migration that ran does not run again`() throws {
    try store.queue.writeWithoutTransaction { try Schema.migrate($0) }
    #expect(try store.loginCount() == 0)
  }

  @Test func `the view shows times as text, the length, and what became of the mail`() throws {
    let login = Login.make(end: SessionEnd.make(at: 60, sign: .pam))
    try store.record([login], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    let recorded = try #require(try store.undecidedLogins(limit: 1).first)
    try store.decide([DecidedLogin(recorded, .mail(.everyLogin), mail: [.make(to: "a"), .make(to: "b")])], at: .at(60))
    try store.settle(.sent(reply: "250"), of: 1, at: .at(61))
    let row = try #require(try store.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM login_history") })
    #expect(row["at"] as String == "2026-11-24T17:03:09.000000Z")
    #expect(row["closed_at"] as String == "2026-11-24T17:04:09.000000Z")
    #expect(row["seconds"] as Int == 60)
    #expect(row["decision"] as String == "mail")
    #expect([row["mails_sent"], row["mails_due"], row["mails_failed"]] as [Int] == [1, 1, 0])
  }

  @Test func `the view shows an open session without an end`() throws {
    try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    let row = try #require(try store.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM login_history") })
    #expect((row["closed_at"] as String?) == nil)
    #expect((row["seconds"] as Int?) == nil)
  }
}
