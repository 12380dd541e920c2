// Table `failed_attempt`: what a flood of lines becomes. A row a machine, day, source and name; beyond a number of rows a machine
// and day, the rest in one.

import GRDB
import Sessions

/// Counts failures in the course of one transaction: rows are read once and written at its end.
final class FailedAttemptTable {
  private let database: Database
  private var tallies: [FailureKey: (tally: FailureTally, hostname: String)] = [:]
  private var hours: [FailedHour: (count: Int, hostname: String)] = [:]
  /// How many rows a machine and day has, with those that are not written yet.
  private var rowCounts: [FailureKey: Int] = [:]
  /// False as long as nothing was ever counted: then no login needs to ask.
  private var hasRows: Bool?

  /// Rows a machine and day, beside the one for the rest.
  static let mostRows = 10_000

  init(_ database: Database) {
    self.database = database
  }

  /// Counts a line.
  func count(_ attempt: FailedAttempt) throws {
    var key = FailureKey(attempt)
    if try !hasRow(key), try !takesRow(key) {
      key = key.rest
      _ = try hasRow(key)
    }
    guard tallies[key, default: (FailureTally(at: attempt.at), attempt.hostname)].tally.add(attempt) else { return }
    hours[FailedHour(attempt), default: (0, attempt.hostname)].count += 1
  }

  private func hasRow(_ key: FailureKey) throws -> Bool {
    if tallies[key] == nil, let row = try fetch(key) { tallies[key] = row }
    return tallies[key] != nil
  }

  /// - Returns: false where the machine's day is full.
  private func takesRow(_ key: FailureKey) throws -> Bool {
    let count = try rowCounts[key.rest] ?? rowCount(key)
    rowCounts[key.rest] = min(count + 1, Self.mostRows)
    return count < Self.mostRows
  }

  private func rowCount(_ key: FailureKey) throws -> Int {
    let sql = "SELECT count(*) FROM failed_attempt WHERE machine_id = ? AND day = ? AND source <> '*'"
    return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [key.machineID, key.day]) ?? 0
  }

  private func fetch(_ key: FailureKey) throws -> (FailureTally, String)? {
    let sql = "SELECT * FROM failed_attempt WHERE machine_id = ? AND day = ? AND source = ? AND user = ?"
    let row = try Row.fetchOne(
      database.cachedStatement(sql: sql), arguments: [key.machineID, key.day, key.source, key.user])
    return row.map { (Self.tally($0), $0["hostname"]) }
  }

  /// Writes what was counted.
  func save() throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO failed_attempt
          (machine_id, day, source, user, hostname, count, first_at, last_at, kinds, hours, last_pids)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (day, machine_id, source, user) DO UPDATE SET
          count = excluded.count, first_at = excluded.first_at, last_at = excluded.last_at, kinds = excluded.kinds,
          hours = excluded.hours, last_pids = excluded.last_pids
        """)
    for (key, (tally, hostname)) in tallies {
      try statement.execute(arguments: [
        key.machineID, key.day, key.source, key.user, hostname, tally.count, tally.firstAt.microseconds,
        tally.lastAt.microseconds, try JSONText.encode(tally.kinds), try JSONText.encode(tally.hours),
        try JSONText.encode(tally.lastPIDs),
      ])
    }
    try FailedHourTable.add(hours, database)
    if !tallies.isEmpty { hasRows = true }
    (tallies, hours) = ([:], [:])
  }

  /// Failures in the 24 hours before a login, to the hour, from its source and for its user.
  func dayBefore(_ login: Login) throws -> (fromSource: Int, forUser: Int) {
    if !tallies.isEmpty { try save() }
    guard try anyRow() else { return (0, 0) }
    let start = Timestamp(microseconds: login.at.microseconds - 86_400_000_000)
    return (
      try sum("source", login.origin.network, of: login, from: start),
      try sum("user", login.user, of: login, from: start)
    )
  }

  private func anyRow() throws -> Bool {
    let known = try hasRows ?? Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT * FROM failed_attempt)") ?? false
    hasRows = known
    return known
  }

  private func sum(_ column: String, _ value: String, of login: Login, from start: Timestamp) throws -> Int {
    let statement = try database.cachedStatement(
      sql: """
        SELECT coalesce(sum(CASE WHEN first_at >= :start THEN count ELSE
          (SELECT coalesce(sum(value), 0) FROM json_each(hours) WHERE key >= :hour) END), 0)
        FROM failed_attempt
        WHERE machine_id = :machine_id AND \(column) = :value AND day IN (:yesterday, :today) AND last_at >= :start
        """)
    return try Int.fetchOne(
      statement,
      arguments: [
        "start": start.microseconds, "hour": start.hour, "machine_id": login.identity.machineID, "value": value,
        "yesterday": start.day, "today": login.at.day,
      ]) ?? 0
  }

  private static func tally(_ row: Row) -> FailureTally {
    var tally = FailureTally(at: Timestamp(microseconds: row["first_at"]))
    tally.count = row["count"]
    tally.lastAt = Timestamp(microseconds: row["last_at"])
    tally.kinds = JSONText.decode([String: Int].self, row["kinds"]) ?? [:]
    tally.hours = JSONText.decode([Int].self, row["hours"]).flatMap { $0.count == 24 ? $0 : nil } ?? tally.hours
    tally.lastPIDs = JSONText.decode([Int32].self, row["last_pids"]) ?? []
    return tally
  }
}
