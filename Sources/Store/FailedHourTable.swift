// Table `failed_attempt_hour`: how many failures a machine had in an hour, whoever failed. One look says whether there is a burst,
// where the sum over 10,000 rows of `failed_attempt` would hold up each batch of a flood.

import GRDB
import Sessions

/// An hour of a machine.
struct FailedHour: Hashable {
  var machineID: String
  var at: Timestamp

  init(_ attempt: FailedAttempt) {
    machineID = attempt.machineID
    at = attempt.at.startOfHour
  }
}

enum FailedHourTable {
  /// Adds what was counted.
  static func add(_ counts: [FailedHour: (count: Int, hostname: String)], _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO failed_attempt_hour (hour_at, machine_id, hostname, count) VALUES (?, ?, ?, ?)
        ON CONFLICT (hour_at, machine_id) DO UPDATE SET count = count + excluded.count, hostname = excluded.hostname
        """)
    for (hour, value) in counts {
      try statement.execute(arguments: [hour.at.microseconds, hour.machineID, value.hostname, value.count])
    }
  }

  /// Failures of all machines after a moment, to the hour.
  static func count(after time: Timestamp, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT coalesce(sum(count), 0) FROM failed_attempt_hour WHERE hour_at >= ?",
      arguments: [time.startOfHour.microseconds]) ?? 0
  }

  static func prune(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM failed_attempt_hour WHERE (hour_at, machine_id) IN
          (SELECT hour_at, machine_id FROM failed_attempt_hour WHERE hour_at < ? LIMIT ?)
        """, arguments: [time.startOfHour.microseconds, limit])
    return database.changesCount
  }
}

extension Timestamp {
  /// The start of the hour, by UTC.
  var startOfHour: Timestamp {
    let rest = microseconds % Self.hourLength
    return Timestamp(microseconds: microseconds - (rest < 0 ? rest + Self.hourLength : rest))
  }

  /// An hour before.
  var hourBefore: Timestamp { Timestamp(microseconds: microseconds - Self.hourLength) }

  private static let hourLength: Int64 = 3_600_000_000
}
