// Table `periodic_mail`: when a mail that comes at most so often came last.

public import Alerts
public import Foundation
import GRDB
import Sessions

enum PeriodicMailTable {
  enum Kind: String {
    case failures, weekly
  }

  /// - Parameter machine: empty for all of them.
  static func last(_ kind: Kind, of machine: String = "", _ database: Database) throws -> Timestamp? {
    let statement = try database.cachedStatement(sql: "SELECT at FROM periodic_mail WHERE kind = ? AND machine_id = ?")
    return try Int64.fetchOne(statement, arguments: [kind.rawValue, machine]).map(Timestamp.init(microseconds:))
  }

  static func note(_ kind: Kind, of machine: String = "", at now: Timestamp, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO periodic_mail (kind, machine_id, at) VALUES (?, ?, ?)
        ON CONFLICT (kind, machine_id) DO UPDATE SET at = excluded.at
        """, arguments: [kind.rawValue, machine, now.microseconds])
  }
}

extension Store {
  /// Up to when the last weekly summary tells, or since when the first one is waited for; nil where none is.
  public func lastWeekly() throws -> Date? {
    try queue.read { try PeriodicMailTable.last(.weekly, $0)?.date }
  }

  /// Begins to wait for a weekly summary.
  public func beginWeek(at now: Date) throws {
    try queue.write { try PeriodicMailTable.note(.weekly, at: Timestamp(now), $0) }
  }

  /// Waits for none any more.
  public func forgetWeek() throws {
    try queue.write { try $0.execute(sql: "DELETE FROM periodic_mail WHERE kind = 'weekly'") }
  }

  /// Queues the summary of the time since the last one, and commits that it is told.
  /// - Parameter change: adds what the record does not know, and makes the headings.
  public func tellWeek(
    of hostname: String, at now: Date, by headings: (inout WeeklySummary) -> [MailHeading]
  ) throws {
    let time = Timestamp(now)
    try queue.write { database in
      let last = try PeriodicMailTable.last(.weekly, database) ?? time
      var week = try WeekRecord(database, since: last).summary(of: hostname, at: time)
      for heading in headings(&week) { try OutboxTable.insert(heading, .weekly(week), at: time, database) }
      try PeriodicMailTable.note(.weekly, at: time, database)
    }
  }
}
