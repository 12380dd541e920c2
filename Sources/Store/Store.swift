// The database: one connection with one owner queue, on which the three stages meet. Each transaction here holds one of the
// invariants of DESIGN.md.

import Foundation
import GRDB

/// The record of logins, the outbox and the journal's positions, in one SQLite file.
///
/// All methods block their thread until the commit is on the disk, and may be called from any thread. Each throws
/// `DatabaseError` where SQLite fails; nothing of its transaction has then happened.
public final class Store: Sendable {
  /// Not a `DatabasePool`: that one sets `synchronous` back to NORMAL, with which a power loss undoes a committed cursor.
  let queue: DatabaseQueue

  /// Opens the database, makes or migrates it.
  /// - Throws: `StoreError`; a file that is not ours is left as it is.
  public convenience init(path: String) throws {
    try self.init(path: path, .own)
  }

  /// Opens an existing database for reading, beside the daemon that writes it.
  /// - Throws: `StoreError`, also where there is none or its version is another.
  public static func reading(path: String) throws -> Store {
    try existing(path, .read)
  }

  /// Opens an existing database for a change that a person asks for, beside the daemon.
  /// - Throws: as `reading`.
  public static func changing(path: String) throws -> Store {
    try existing(path, .change)
  }

  /// A new database that is gone with its last reference: what would be recorded, to look at.
  public static func inMemory() throws -> Store {
    try Store(path: ":memory:")
  }

  private static func existing(_ path: String, _ use: Use) throws -> Store {
    guard access(path, F_OK) == 0 || errno != ENOENT else { throw StoreError.missing(path: path) }
    return try Store(path: path, use)
  }

  /// What a database is opened for.
  private enum Use {
    case own, read, change
  }

  private init(path: String, _ use: Use) throws {
    var configuration = Configuration()
    configuration.readonly = use == .read
    configuration.busyMode = .timeout(Self.patience)
    configuration.prepareDatabase { database in
      try Schema.check(database, path: path, mayBeNew: use == .own)
      guard use != .read else { return }
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      if use == .own { try queue.writeWithoutTransaction { try Schema.migrate($0) } }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw StoreError.notADatabase(path: path)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw StoreError.locked(path: path)
    } catch let error as DatabaseError {
      throw StoreError.cannotOpen(path: path, reason: error.message ?? error.resultCode.description)
    }
  }

  /// What an error says, in one line: of SQLite's the message, not the SQL.
  public static func reason(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return "database: \(error.message ?? "\(error.resultCode)")"
  }

  /// True where it is the database that went wrong.
  public static func isOfDatabase(_ error: any Error) -> Bool {
    error is DatabaseError || error is StoreError
  }

  /// True where the only thing wrong is that somebody else holds a lock.
  public static func isLocked(_ error: any Error) -> Bool {
    switch error {
    case let error as DatabaseError: error.resultCode == .SQLITE_BUSY
    case StoreError.locked: true
    default: false
    }
  }

  /// How long to wait for a lock that somebody else holds, a person at `sqlite3` say; seconds.
  private static let patience: TimeInterval = 5
}
