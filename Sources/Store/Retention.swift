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
      var count = 0
      if let age = retention.sentMail { count += try Self.pruneMail(before: Timestamp(now - age), limit, database) }
      if let age = retention.logins {
        count += try Self.pruneLogins(before: Timestamp(now - age), limit, database)
        count += try Self.pruneGaps(before: Timestamp(now - age), limit, database)
      }
      if let age = retention.failedAttempts {
        count += try Self.pruneFailures(before: Timestamp(now - age), limit, database)
      }
      return count
    }
  }

  private static func pruneMail(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM outbox WHERE id IN
          (SELECT id FROM outbox WHERE settled_at < ? AND state = 'sent' ORDER BY settled_at LIMIT ?)
        """, arguments: [time.microseconds, limit])
    return database.changesCount
  }

  private static func pruneLogins(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM login WHERE at < ? AND closed_at IS NOT NULL AND decision IS NOT NULL
          AND NOT EXISTS (SELECT * FROM outbox WHERE login_id = login.id AND state = 'due')
        ORDER BY at LIMIT ?
        """, arguments: [time.microseconds, limit])
    for row in rows {
      try remember(LoginTable.login(row), database)
      try database.execute(sql: "DELETE FROM login WHERE id = ?", arguments: [row["id"] as Int64])
    }
    return rows.count
  }

  private static func remember(_ login: Login, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO known_fact (machine_id, user, kind, value, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
        ON CONFLICT (machine_id, user, kind, value) DO UPDATE SET
          first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        """)
    for fact in KnownFact.of(login) {
      try statement.execute(arguments: [
        login.identity.machineID, login.user, fact.kind.rawValue, fact.value, login.at.microseconds,
      ])
    }
  }

  private static func pruneGaps(before time: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM gap WHERE id IN (SELECT id FROM gap WHERE closed_at < ? AND announced = 'end'
          AND NOT EXISTS (SELECT * FROM outbox WHERE gap_id = gap.id AND state = 'due') LIMIT ?)
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
