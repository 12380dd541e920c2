// Table `frozen_message`: the bytes of a mail, from just before the first of them is sent until a server has them.

public import Alerts
public import Foundation
import GRDB
import Sessions

enum FrozenMessageTable {
  static func bytes(of id: Int64, _ database: Database) throws -> Data? {
    let statement = try database.cachedStatement(sql: "SELECT bytes FROM frozen_message WHERE outbox_id = ?")
    return try Data.fetchOne(statement, arguments: [id])
  }

  /// A mail as it would be now.
  /// - Returns: nil where there is none in one of these states.
  static func draft(
    of id: Int64, in states: Set<String>, _ database: Database, composedBy compose: (MailHeading, AlertTopic) -> Data
  ) throws -> (heading: MailHeading, bytes: Data)? {
    let statement = try database.cachedStatement(sql: "SELECT * FROM outbox WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id]), states.contains(row["state"]),
      let topic = try OutboxTable.topic(row, database)
    else { return nil }
    var heading = OutboxTable.heading(row)
    // Only now a digest knows what it tells.
    if case .digest = topic { heading.subject = topic.subject }
    return (heading, compose(heading, topic))
  }

  static func freeze(_ bytes: Data, of id: Int64, subject: String, at now: Timestamp, _ database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO frozen_message (outbox_id, bytes) VALUES (?, ?)")
      .execute(arguments: [id, bytes])
    try database.cachedStatement(sql: "UPDATE outbox SET composed_at = ?, subject = ? WHERE id = ?")
      .execute(arguments: [now.microseconds, subject, id])
  }
}

extension Store {
  /// The bytes of a mail: those that are fixed, or else composed here and fixed for ever, in a commit, before any of them is sent
  /// (invariant 3). From then on a digest takes in no more logins.
  /// - Returns: nil where the mail is no longer to be sent.
  public func message(
    of id: Int64, at now: Date, composedBy compose: (MailHeading, AlertTopic) -> Data
  ) throws -> Data? {
    try queue.write { database in
      if let bytes = try FrozenMessageTable.bytes(of: id, database) { return bytes }
      guard let draft = try FrozenMessageTable.draft(of: id, in: ["due"], database, composedBy: compose) else {
        try OutboxTable.giveUp(id, at: Timestamp(now), database)
        return nil
      }
      try FrozenMessageTable.freeze(
        draft.bytes, of: id, subject: draft.heading.subject, at: Timestamp(now), database)
      return draft.bytes
    }
  }

  /// The same for a person to read: nothing is fixed.
  /// - Returns: nil for a mail that is sent, whose bytes are gone, and for none.
  public func preview(of id: Int64, composedBy compose: (MailHeading, AlertTopic) -> Data) throws -> Data? {
    try queue.read { database in
      try FrozenMessageTable.bytes(of: id, database)
        ?? FrozenMessageTable.draft(of: id, in: ["due", "failed"], database, composedBy: compose)?.bytes
    }
  }
}
