// From counts of failures to a mail about a burst of them: at most one an hour and machine, about at least so many that no mail
// has told of.

public import Alerts
public import Foundation
import GRDB
import Sessions

enum FailureBurstTable {
  /// The machines with a burst, by the counts of this hour and the one before. An hour after the last mail at the earliest; one
  /// that was queued before the clock was set back holds up none.
  static let machines = """
    SELECT machine_id, hostname, min(hour_at) AS from_at FROM failed_attempt_hour AS hour
    WHERE hour_at BETWEEN ?1 AND ?2
    GROUP BY machine_id
    HAVING sum(count - told) >= ?3 AND NOT EXISTS (SELECT * FROM periodic_mail
      WHERE kind = 'failures' AND periodic_mail.machine_id = hour.machine_id AND at > ?4 AND at <= ?5)
    """

  static func arguments(_ threshold: Int, at now: Timestamp) -> StatementArguments {
    let hour = now.startOfHour
    return [
      hour.hourBefore.microseconds, hour.microseconds, threshold, now.hourBefore.microseconds, now.microseconds,
    ]
  }

  /// Who failed on a machine in this hour and the one before, with how often.
  private static let attempts = """
    WITH attempt AS (
      SELECT source, user, count FROM (
        SELECT source, user, (hours ->> ?3) AS count FROM failed_attempt
        WHERE machine_id = ?1 AND day = ?2 AND last_at >= ?4
        UNION ALL
        SELECT source, user, (hours ->> ?6) FROM failed_attempt
        WHERE machine_id = ?1 AND day = ?5 AND last_at >= ?7)
      WHERE count > 0)
    """

  private static func attemptArguments(_ machine: String, at now: Timestamp) -> StatementArguments {
    let (this, last) = (now.startOfHour, now.startOfHour.hourBefore)
    return [machine, last.day, last.hour, last.microseconds, this.day, this.hour, this.microseconds]
  }

  static func burst(_ row: Row, at now: Timestamp, _ database: Database) throws -> FailureBurst {
    let machine: String = row["machine_id"]
    let arguments = attemptArguments(machine, at: now)
    var burst = FailureBurst(
      on: row["hostname"], from: Timestamp(microseconds: row["from_at"]), to: now, count: 0)
    let totals = """
      \(attempts) SELECT coalesce(sum(count), 0), count(DISTINCT nullif(source, '*')),
        count(DISTINCT CASE source WHEN '*' THEN NULL ELSE user END),
        coalesce(sum(CASE source WHEN '*' THEN count END), 0)
      FROM attempt
      """
    if let row = try Row.fetchOne(database, sql: totals, arguments: arguments) {
      (burst.count, burst.sourceCount, burst.userCount, burst.restCount) = (row[0], row[1], row[2], row[3])
    }
    burst.sources = try most("source", arguments, database)
    burst.users = try most("user", arguments, database)
    try addLogins(to: &burst, on: machine, arguments, database)
    return burst
  }

  private static func most(
    _ column: String, _ arguments: StatementArguments, _ database: Database
  ) throws -> [NamedCount] {
    let sql = """
      \(attempts) SELECT \(column), sum(count) FROM attempt WHERE source <> '*'
      GROUP BY \(column) ORDER BY 2 DESC, 1 LIMIT \(NamedCount.most)
      """
    return try Row.fetchAll(database, sql: sql, arguments: arguments).map { NamedCount($0[0], $0[1]) }
  }

  /// A source is an IPv4 address, or the /64 of an IPv6 address, which is that login's `network`.
  private static func addLogins(
    to burst: inout FailureBurst, on machine: String, _ arguments: StatementArguments, _ database: Database
  ) throws {
    let logins = """
      SELECT * FROM login WHERE at >= ?8 AND machine_id = ?1 AND (
        EXISTS (SELECT * FROM failed_attempt AS attempt WHERE day = ?2 AND attempt.machine_id = ?1
          AND source IN (address, network) AND last_at >= ?4 AND hours ->> ?3 > 0)
        OR EXISTS (SELECT * FROM failed_attempt AS attempt WHERE day = ?5 AND attempt.machine_id = ?1
          AND source IN (address, network) AND last_at >= ?7 AND hours ->> ?6 > 0))
      """
    let all = arguments + [burst.from.microseconds]
    burst.loginCount = try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(logins))", arguments: all) ?? 0
    burst.logins = try Row.fetchAll(
      database, sql: "\(logins) ORDER BY id DESC LIMIT \(FailureBurst.mostLogins)", arguments: all
    ).reversed().map { FailureBurst.Success(LoginTable.login($0), failures: LoginTable.failures($0).fromSource) }
  }

  fileprivate static func tell(_ machine: String, at now: Timestamp, _ database: Database) throws {
    let hour = now.startOfHour
    try database.execute(
      sql: "UPDATE failed_attempt_hour SET told = count WHERE machine_id = ? AND hour_at BETWEEN ? AND ?",
      arguments: [machine, hour.hourBefore.microseconds, hour.microseconds])
    try PeriodicMailTable.note(.failures, of: machine, at: now, database)
  }
}

extension Store {
  /// Queues mail about bursts of failures, and commits that they are told of.
  /// - Parameter threshold: so many failures, of which no mail has told, are a burst.
  /// - Returns: the bursts.
  public func tellBursts(
    of threshold: Int, at now: Date, by headings: (FailureBurst) -> [MailHeading]
  ) throws -> [FailureBurst] {
    let time = Timestamp(now)
    let arguments = FailureBurstTable.arguments(threshold, at: time)
    func found(_ database: Database) throws -> [Row] {
      try Row.fetchAll(database.cachedStatement(sql: FailureBurstTable.machines), arguments: arguments)
    }
    guard try !queue.read(found).isEmpty else { return [] }
    return try queue.write { database in
      try found(database).map { row in
        let burst = try FailureBurstTable.burst(row, at: time, database)
        for heading in headings(burst) { try OutboxTable.insert(heading, .failures(burst), at: time, database) }
        try FailureBurstTable.tell(row["machine_id"], at: time, database)
        return burst
      }
    }
  }
}
