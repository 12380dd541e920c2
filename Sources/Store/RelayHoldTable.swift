// Table `relay_hold`: which servers are left alone for a while, so that a daemon which starts again and again does not knock
// more often.

public import Foundation
import GRDB
import Sessions

/// Why and until when a server is left alone.
public struct RelayHold: Sendable, Equatable {
  /// Tries without success, from 1 on.
  public var attempts: Int
  /// When it is tried again.
  public var until: Date
  /// What went wrong last.
  public var reason: String

  /// Takes the parts.
  public init(attempts: Int, until: Date, reason: String) {
    self.attempts = attempts
    self.until = until
    self.reason = reason
  }
}

extension Store {
  /// The servers that are held, by name.
  public func relayHolds() throws -> [String: RelayHold] {
    try queue.read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT * FROM relay_hold")
      return Dictionary(
        uniqueKeysWithValues: rows.map { row in
          let until = Timestamp(microseconds: row["until_at"]).date
          return (row["server"], RelayHold(attempts: row["attempts"], until: until, reason: row["reason"]))
        })
    }
  }

  /// Holds a server, or lets it go.
  public func hold(_ server: String, _ hold: RelayHold?) throws {
    try queue.write { database in
      guard let hold else {
        return try database.execute(sql: "DELETE FROM relay_hold WHERE server = ?", arguments: [server])
      }
      try database.execute(
        sql: """
          INSERT INTO relay_hold (server, attempts, until_at, reason) VALUES (?, ?, ?, ?)
          ON CONFLICT (server) DO UPDATE SET
            attempts = excluded.attempts, until_at = excluded.until_at, reason = excluded.reason
          """, arguments: [server, hold.attempts, Timestamp(hold.until).microseconds, hold.reason])
    }
  }

  /// Lets all servers go.
  public func releaseRelays() throws {
    try queue.write { try $0.execute(sql: "DELETE FROM relay_hold") }
  }
}
