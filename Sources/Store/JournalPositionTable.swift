// Table `journal_position`: a row a source. It only ever changes together with what the entries before it caused.

public import Foundation
import GRDB
public import Sessions

/// How far a journal has been read.
public struct JournalPosition: Sendable, Equatable {
  /// Of the last entry that was read; nil while the journal had none.
  public var cursor: String?
  /// When that entry was logged, or when the daemon first started.
  public var at: Timestamp

  /// Takes a place in a journal.
  public init(cursor: String?, at: Timestamp) {
    self.cursor = cursor
    self.at = at
  }
}

extension Store {
  /// How far a source has been read; nil before the first start.
  public func position(of source: String) throws -> JournalPosition? {
    try queue.read { database in
      let sql = "SELECT cursor, at FROM journal_position WHERE source = ?"
      return try Row.fetchOne(database, sql: sql, arguments: [source]).map {
        JournalPosition(cursor: $0["cursor"], at: Timestamp(microseconds: $0["at"]))
      }
    }
  }

  /// Commits what a batch of entries caused, together with the place of the last of them (invariant 1). Changes are taken in
  /// journal order, so that a login knows the failures before it, and no later ones.
  /// - Returns: how many of the logins are new.
  @discardableResult
  public func record(
    _ batch: SessionBatch, upTo position: JournalPosition, of source: String, at now: Date
  ) throws -> Int {
    try queue.write { database in
      let failures = FailedAttemptTable(database)
      let logins = try LoginWriter(database, after: failures, at: Timestamp(now))
      var new = 0
      for change in batch.changes {
        switch change {
        case .login(let login): if try logins.save(login) { new += 1 }
        case .failure(let attempt): try failures.count(attempt)
        case .factor(let factor): try PendingFactorTable.save(factor, database)
        case .gap(let gap): try GapTable.note(gap, of: source, at: Timestamp(now), database)
        }
      }
      try failures.save()
      try database.execute(
        sql: """
          INSERT INTO journal_position (source, cursor, at) VALUES (?, ?, ?)
          ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, at = excluded.at
          """, arguments: [source, position.cursor, position.at.microseconds])
      return new
    }
  }
}
