// Table `gap`: when the daemon may have been blind. One row at a time for a source and reason: what happens again before the last
// one is over, or told of, makes that one longer.

public import Foundation
import GRDB
public import Sessions

/// A gap with its row number and what was mailed about it.
public struct RecordedGap: Sendable, Equatable {
  /// `gap.id`.
  public var id: Int64
  /// The gap.
  public var gap: Gap
  /// True once it is over.
  public var isOver: Bool
}

enum GapTable {
  static func note(_ gap: Gap, of source: String, at now: Timestamp, _ database: Database) throws {
    let current = try Int64.fetchOne(
      database,
      sql: """
        SELECT id FROM gap WHERE source = ? AND reason = ? AND hostname = ? AND (closed_at IS NULL OR announced IS NULL)
        ORDER BY id DESC LIMIT 1
        """, arguments: [source, gap.reason.rawValue, gap.hostname])
    let closedAt = gap.reason.mayGoOn ? nil : now.microseconds
    if let current {
      try database.execute(
        sql: """
          UPDATE gap SET from_at = min(from_at, ?), to_at = max(to_at, ?), entries = entries + ?, noted_at = ?, closed_at = ?
          WHERE id = ?
          """,
        arguments: [gap.from.microseconds, gap.to.microseconds, gap.entries, now.microseconds, closedAt, current])
    } else {
      try database.execute(
        sql: """
          INSERT INTO gap (source, hostname, reason, from_at, to_at, entries, noted_at, closed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          source, gap.hostname, gap.reason.rawValue, gap.from.microseconds, gap.to.microseconds, gap.entries,
          now.microseconds, closedAt,
        ])
    }
  }

  static func gap(_ row: Row) -> RecordedGap {
    RecordedGap(
      id: row["id"],
      gap: Gap(
        Gap.Reason(rawValue: row["reason"]) ?? .unreadable, from: Timestamp(microseconds: row["from_at"]),
        to: Timestamp(microseconds: row["to_at"]), entries: row["entries"], hostname: row["hostname"]),
      isOver: row["closed_at"] != nil)
  }

  /// No second mail about a reason within a day, so that a brute force is no mail flood; microseconds.
  static let quietTime: Int64 = 86_400_000_000
}

extension Store {
  /// The gaps that a mail is due about: at the start of each, unless another of its reason was told of within a day, and at its
  /// end.
  public func gapsToAnnounce(at now: Date) throws -> [RecordedGap] {
    let time = Timestamp(now).microseconds
    return try queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM gap WHERE (announced = 'start' AND closed_at IS NOT NULL) OR (announced IS NULL AND NOT EXISTS (
            SELECT * FROM gap AS other WHERE other.source = gap.source AND other.reason = gap.reason
              AND other.announced_at > ? AND other.announced_at <= ?))
          ORDER BY id
          """, arguments: [time - GapTable.quietTime, time]
      ).map(GapTable.gap)
    }
  }

  /// Notes a gap that no entry of the journal tells of.
  public func note(_ gap: Gap, of source: String, at now: Date) throws {
    try queue.write { try GapTable.note(gap, of: source, at: Timestamp(now), $0) }
  }

  /// Closes the gaps of a reason that may go on, where nothing was noted of them for a while.
  /// - Parameter quiet: seconds; 0 closes them at once.
  /// - Returns: how many.
  @discardableResult
  public func closeGaps(_ reason: Gap.Reason, of source: String, quietFor quiet: TimeInterval, at now: Date) throws
    -> Int
  {
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE gap SET closed_at = ?1
          WHERE source = ?2 AND reason = ?3 AND closed_at IS NULL AND (noted_at <= ?1 - ?4 OR noted_at > ?1)
          """,
        arguments: [Timestamp(now).microseconds, source, reason.rawValue, Int64(quiet * 1_000_000)])
      return database.changesCount
    }
  }
}
