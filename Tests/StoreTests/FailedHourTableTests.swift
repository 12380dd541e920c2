// How many failures an hour had, beside the rows that say who failed.

import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct FailedHourTableTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("ssh-alertd.db") }

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func record(_ attempts: [FailedAttempt], in store: Store) throws {
    let batch = SessionBatch(attempts.map(SessionBatch.Change.failure))
    try store.record(batch, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
  }

  /// Each hour of a machine, with its count.
  private func hours(_ database: Database) throws -> [String] {
    let sql = """
      SELECT strftime('%d %H:%M ', hour_at / 1000000, 'unixepoch') || substr(machine_id, 1, 1) || ' ' || count
      FROM failed_attempt_hour ORDER BY hour_at, machine_id
      """
    return try String.fetchAll(database, sql: sql)
  }

  private static let attempts: [FailedAttempt] = [
    .make(at: 0), .make(user: "bob", at: 1), .make(.none, .remark, at: 2), .make(.closed, .ending, at: 3, pid: 7),
    .make(at: 3600), .make(at: 7 * 3600), .make(at: 0, machine: "other"),
  ]

  private static let expected = ["24 17:00 e 3", "24 17:00 o 1", "24 18:00 e 1", "25 00:00 e 1"]

  @Test func `what counts is counted in its hour, in one transaction or in many`() throws {
    let store = try Store(path: path)
    try record(Self.attempts, in: store)
    #expect(try store.queue.read(hours) == Self.expected)
    let other = try Store(path: directory.path("other.db"))
    for attempt in Self.attempts { try record([attempt], in: other) }
    #expect(try other.queue.read(hours) == Self.expected)
  }

  @Test func `a login between failures does not count them twice`() throws {
    let store = try Store(path: path)
    let changes: [SessionBatch.Change] = [.failure(.make()), .login(.make(at: 1)), .failure(.make(at: 2))]
    try store.record(
      SessionBatch(changes), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    #expect(try store.queue.read(hours) == ["24 17:00 e 2"])
  }

  @Test func `the rest beyond the rows of a day counts as well`() throws {
    let store = try Store(path: path)
    let count = FailedAttemptTable.mostRows + 5
    try record((1...count).map { .make(user: "u\($0)") }, in: store)
    #expect(try store.queue.read(hours) == ["24 17:00 e \(count)"])
  }

  @Test func `an older database gains the hours of its last days`() throws {
    let old = try DatabaseQueue(path: path)
    try old.writeWithoutTransaction { database in
      database.add(function: Schema.network)
      for migration in Schema.migrations[..<3] { try database.execute(sql: migration.sql) }
      try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 3")
      let hours = { (hour: Int) in (0..<24).map { $0 == hour ? "2" : "0" }.joined(separator: ",") }
      for (day, machine, user, hour) in [
        ("2026-11-24", "e", "a", 17), ("2026-11-24", "e", "b", 17), ("2026-11-24", "o", "a", 0),
        ("2026-11-16", "e", "a", 23), ("2026-11-15", "e", "a", 23),
      ] {
        try database.execute(
          sql: "INSERT INTO failed_attempt VALUES (?, ?, '192.0.2.1', ?, 'web1', 2, 0, 0, '{}', ?, '[]')",
          arguments: [machine, day, user, "[\(hours(hour))]"])
      }
    }
    try old.close()
    #expect(try Store(path: path).queue.read(hours) == ["16 23:00 e 2", "24 00:00 o 2", "24 17:00 e 4"])
  }

  @Test(arguments: [(Int64(0), Int64(-189)), (3411, 3411), (3410, -189), (-190, -3789)])
  func `an hour starts by UTC`(seconds: Int64, start: Int64) {
    #expect(Timestamp.at(seconds).startOfHour == .at(start))
    #expect(Timestamp(microseconds: -1).startOfHour == Timestamp(microseconds: -3_600_000_000))
  }
}
