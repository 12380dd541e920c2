// What is old enough to go. In small steps, so that nobody waits long for the database.

public import Foundation
import GRDB
import Sessions

/// How long rows are kept; nil for ever.
public struct Retention: Equatable, Sendable {
  /// Logins with all their mail, and gaps.
  public var logins: TimeInterval? = 400 * 86_400
  /// Mails that were sent.
  public var sentMail: TimeInterval? = 30 * 86_400
  /// Counts of failed attempts.
  public var failedAttempts: TimeInterval? = 90 * 86_400

  /// The defaults.
  public init() {}
}

extension Store {
  /// Removes a few rows that are old enough. A login goes once its session is over and its mail settled; what it makes known
  /// stays (`known_fact`).
  /// - Returns: how many; 0 when there is nothing left to remove.
  public func prune(_ retention: Retention, limit: Int = 200, at now: Date) throws -> Int {
    try queue.write { database in
      var count = try GeoCacheTable.prune(at: Timestamp(now), limit, database)
      if let age = retention.sentMail { count += try Self.pruneMail(before: Timestamp(now - age), limit, database) }
      if let age = retention.logins {
        count += try Self.pruneLogins(before: Timestamp(now - age), limit, database)
        count += try Self.pruneGaps(before: Timestamp(now - age), limit, database)
        count += try Self.pruneFailedDigests(before: Timestamp(now - age), limit, database)
      }
      if let age = retention.failedAttempts {
        count += try Self.pruneFailures(before: Timestamp(now - age), limit, database)
        count += try FailedHourTable.prune(before: Timestamp(now - age), limit, database)
      }
      return count
    }
  }

  /// Mail about a login stays as long as its session is open, where that one's end will be mailed: it says to whom.
  private static func pruneMail(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM outbox WHERE id IN
          (SELECT id FROM outbox WHERE settled_at < ? AND state IN ('sent', 'digested', 'dropped')
            AND NOT EXISTS (SELECT * FROM login WHERE login.id = login_id AND logout_mail = 'asked')
          ORDER BY settled_at LIMIT ?)
        """, arguments: [time.microseconds, limit])
    return database.changesCount
  }

  private static func pruneLogins(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    let ids = try Int64.fetchAll(
      database,
      sql: """
        SELECT id FROM login WHERE at < ? AND closed_at IS NOT NULL AND decision IS NOT NULL
          AND logout_mail IS NOT 'asked'
          AND NOT EXISTS (SELECT * FROM login_mail WHERE login_id = login.id AND state = 'due')
          AND NOT EXISTS (SELECT * FROM outbox WHERE login_id = login.id AND state = 'due')
        ORDER BY at LIMIT ?
        """, arguments: [time.microseconds, limit])
    let delete = try database.cachedStatement(sql: "DELETE FROM login WHERE id = ?")
    for id in ids { try delete.execute(arguments: [id]) }
    return ids.count
  }

  private static func pruneGaps(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM gap WHERE id IN (SELECT id FROM gap WHERE closed_at < ? AND announced = 'end'
          AND NOT EXISTS (SELECT * FROM outbox WHERE gap_id = gap.id AND state = 'due') LIMIT ?)
        """, arguments: [time.microseconds, limit])
    return database.changesCount
  }

  /// Other mail that failed goes with its login or gap.
  private static func pruneFailedDigests(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
          WHERE settled_at < ? AND state = 'failed' AND login_id IS NULL AND gap_id IS NULL LIMIT ?)
        """, arguments: [time.microseconds, limit])
    return database.changesCount
  }

  private static func pruneFailures(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM failed_attempt WHERE (day, machine_id, source, user) IN
          (SELECT day, machine_id, source, user FROM failed_attempt WHERE day < ? LIMIT ?)
        """, arguments: [time.day, limit])
    return database.changesCount
  }
}
