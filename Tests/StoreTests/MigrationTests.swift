// From version 1, which people have, to the newest: nothing is lost, and what was due is still due.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct MigrationTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("ssh-alertd.db") }

  init() throws {
    directory = try TemporaryDirectory()
    try version1 { database in
      try database.execute(
        sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 1; \(Schema.migrations[0].sql)")
      try database.execute(sql: Self.rows)
    }
  }

  private func version1<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }  // It goes with its last reference in any case.
    return try queue.writeWithoutTransaction(body)
  }

  /// An open login, one that the clock was set back in, and one that waits for a second sign; numbers with holes.
  private static let rows = """
    INSERT INTO login (id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, port, method, key_type,
      fingerprint, cert_id, cert_serial, cert_ca, verified, cursor, recorded_at, pam_open, uid, logind_session, going_down,
      unconfirmed_disconnect_at, closed_at, closed_by, decision, decision_reason, decided_at)
    VALUES
      (5, 'm', 'b', 10, 1, 1000000, 'web1', 'alice', '::1', 22, 'publickey', 'RSA-CERT', 'SHA256:x', 'id', '7', 'SHA256:ca',
        1, 's=1', 11, 1, 1000, 'c1', 0, NULL, NULL, NULL, NULL, NULL, NULL),
      (7, 'm', 'b', 20, 2, 9000000, 'web1', 'bob', '::2', 22, 'password', NULL, NULL, NULL, NULL, NULL,
        0, 's=2', 12, 0, NULL, NULL, 1, NULL, 4000000, 'pam', 'mail', 'every login is mailed', 13),
      (9, 'm', 'b', 30, 3, 1000000, 'web1', 'carol', '::3', 22, 'password', NULL, NULL, NULL, NULL, NULL,
        1, 's=3', 14, 1, 1001, NULL, 0, 6000000, 8000000, 'lost', 'mail', 'every login is mailed', 15);
    INSERT INTO outbox (id, login_id, recipient, sender, message_id, subject, state, queued_at, due_at, attempts,
      first_deferred_at, last_reply, message, settled_at)
    VALUES
      (3, 7, 'a', 's', '3@x', 'bob', 'sent', 1, 1, 1, NULL, '250 ok', NULL, 2),
      (4, 7, 'b', 's', '4@x', 'bob', 'due', 1, 7000000, 2, 5, '451 later', x'00FF01', NULL),
      (8, 9, 'a', 's', '8@x', 'carol', 'failed', 1, 1, 1, NULL, '550 no', x'02', 3);
    INSERT INTO journal_position VALUES ('system', 's=9', 16), ('/srv/journal', NULL, 17);
    """

  /// All rows of a table, without the columns that it has gained since, and the one that has a table of its own now.
  private func dump(_ table: String, _ database: Database) throws -> [[String: DatabaseValue]] {
    let new: Set = [
      "earlier_factors", "failures_from_source", "failures_for_user", "tty", "unconfirmed_duration_us", "duration_us",
      "gap_id", "message", "network", "news", "reserve", "holds_recipient", "composed_at", "kind", "topic", "place",
      "reverse_name", "key_comment",
      "key_options", "logout_mail", "counted",
    ]
    return try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1").map { row in
      Dictionary(uniqueKeysWithValues: row.map { ($0.0, $0.1) }).filter { !new.contains($0.key) }
    }
  }

  @Test(arguments: ["login", "outbox", "journal_position"]) func `each row comes over as it was`(table: String) throws {
    let before = try version1 { try dump(table, $0) }
    let store = try Store(path: path)
    #expect(!before.isEmpty)
    #expect(try store.queue.read { try dump(table, $0) } == before)
  }

  @Test func `the length of a session that is over is taken from the clock, and is never negative`() throws {
    let logins = try Store(path: path).history(HistoryQuery()).map(\.login)
    let byUser = Dictionary(uniqueKeysWithValues: logins.map { ($0.user, $0.session) })
    #expect(byUser["alice"]?.end == nil)
    #expect(byUser["bob"]?.end?.durationMicroseconds == 0)
    #expect(byUser["carol"]?.end?.durationMicroseconds == 7_000_000)
    #expect(byUser["carol"]?.unconfirmedDisconnect?.durationMicroseconds == 5_000_000)
  }

  @Test func `a mail that was due is due, with its bytes`() throws {
    let mail = try #require(try Store(path: path).nextDueMail(at: .distantFuture, longestWait: 0))
    #expect(mail.id == 4)
    #expect(try Store(path: path).message(of: 4, at: .now) { _, _ in Data() } == Data([0, 0xFF, 1]))
    #expect(mail.attempts == 2)
    #expect(mail.heading.messageID == "4@x")
  }

  @Test func `the bytes of all mail that is not sent stay`() throws {
    let frozen = try Store(path: path).queue.read { try Row.fetchAll($0, sql: "SELECT * FROM frozen_message") }
    #expect(frozen.map { $0["outbox_id"] as Int64 } == [4, 8])
    #expect(frozen.map { $0["bytes"] as Data } == [Data([0, 0xFF, 1]), Data([2])])
  }

  @Test func `numbers go on where they were`() throws {
    let store = try Store(path: path)
    try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    #expect(try store.undecidedLogins(limit: 9).map(\.id) == [5, 10])
  }

  @Test func `mail still needs its login, and goes with it`() throws {
    let store = try Store(path: path)
    #expect(throws: DatabaseError.self) {
      try store.queue.write { try $0.execute(sql: "UPDATE outbox SET login_id = 99 WHERE id = 3") }
    }
    try store.queue.write { try $0.execute(sql: "DELETE FROM login WHERE id = 7") }
    #expect(try store.queue.read { try Int.fetchAll($0, sql: "SELECT id FROM outbox") } == [8])
  }

  @Test func `the file is whole`() throws {
    let store = try Store(path: path)
    #expect(try store.queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    #expect(try store.queue.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") } == [])
    #expect(try store.queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.version)
  }

  @Test func `it has the tables of a new file`() throws {
    let new = try Store(path: directory.path("new.db"))
    let old = try Store(path: path)
    let sql = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name"
    #expect(
      try old.queue.read { try Row.fetchAll($0, sql: sql) } == new.queue.read { try Row.fetchAll($0, sql: sql) })
  }

  @Test func `it happens once`() throws {
    let first = try Store(path: path).queue.read { try Int.fetchOne($0, sql: "PRAGMA schema_version") }
    let second = try Store(path: path).queue.read { try Int.fetchOne($0, sql: "PRAGMA schema_version") }
    #expect(first == second)
  }

  @Test func `one that fails leaves the old version as it was`() throws {
    try version1 { try $0.execute(sql: "CREATE TABLE new_outbox (x)") }
    let before = try version1 { try dump("login", $0) }
    #expect(throws: StoreError.self) { try Store(path: path) }
    #expect(try version1 { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
    #expect(try version1 { try dump("login", $0) } == before)
    #expect(try version1 { try Row.fetchAll($0, sql: "SELECT * FROM login_history") }.count == 3)
  }

  @Test func `a reader, which cannot migrate, says that the daemon will`() throws {
    let error = #expect(throws: StoreError.self) { try Store.reading(path: path) }
    #expect(error?.description.contains("version 1") == true)
    _ = try Store(path: path)
    #expect(try Store.reading(path: path).loginCount() == 3)
  }
}
