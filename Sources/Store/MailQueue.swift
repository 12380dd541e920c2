// The outbox as a person sees and changes it: `ssh-alertd queue`.

public import Alerts
public import Foundation
import GRDB
import Sessions

/// A mail that is not sent.
public struct QueueEntry: Sendable, Equatable {
  /// `outbox.id`.
  public var id: Int64
  /// Whether it waits or was given up.
  public var state: State
  /// From, To, Message-ID and Subject.
  public var heading: MailHeading
  /// When it was queued.
  public var queuedAt: Date
  /// When it is tried next; of one that was given up, when it was tried last.
  public var dueAt: Date
  /// Tries that got as far as this mail.
  public var attempts: Int
  /// The server's words, or what went wrong.
  public var lastReply: String?

  /// What became of it.
  public enum State: String, Sendable {
    /// It will be tried again.
    case due
    /// It was given up, and is kept.
    case failed
  }
}

/// Which mail a person means.
public enum QueueSelection: Sendable, Equatable {
  /// This one.
  case mail(Int64)
  /// All that wait.
  case waiting
  /// All that wait or were given up.
  case all
}

extension Store {
  /// The mail that is not sent, in the order of the queue.
  public func mailQueue() throws -> [QueueEntry] {
    try queue.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM outbox WHERE state = 'due' UNION ALL SELECT * FROM outbox WHERE state = 'failed'"
      ).compactMap(Self.entry).sorted { $0.id < $1.id }
    }
  }

  private static func entry(_ row: Row) -> QueueEntry? {
    QueueEntry.State(rawValue: row["state"]).map { state in
      QueueEntry(
        id: row["id"], state: state, heading: OutboxTable.heading(row),
        queuedAt: Timestamp(microseconds: row["queued_at"]).date,
        dueAt: Timestamp(microseconds: row["settled_at"] ?? row["due_at"]).date, attempts: row["attempts"],
        lastReply: row["last_reply"])
    }
  }

  /// Makes mail due now, with all its patience, and lets held servers go.
  /// - Returns: how many.
  public func retry(_ selection: QueueSelection, at now: Date) throws -> Int {
    let (condition, arguments): (String, StatementArguments) =
      switch selection {
      case .mail(let id): ("state IN ('due', 'failed') AND id = ?", [id])
      case .waiting: (OutboxTable.isWaiting, [])
      case .all: ("state IN ('due', 'failed')", [])
      }
    return try queue.write { database in
      try database.execute(sql: "DELETE FROM relay_hold")
      try database.execute(
        sql: """
          UPDATE outbox SET state = 'due', due_at = ?, attempts = 0, first_deferred_at = NULL, holds_recipient = 0,
            settled_at = NULL
          WHERE \(condition)
          """, arguments: [Timestamp(now).microseconds] + arguments)
      return database.changesCount
    }
  }

  /// Gives a mail up for good. Its row stays, and says so.
  /// - Returns: false where there is no such mail, or it is sent.
  public func drop(_ id: Int64, at now: Date) throws -> Bool {
    try queue.write { database in
      try database.execute(
        sql: "UPDATE outbox SET state = 'dropped', settled_at = ? WHERE id = ? AND state IN ('due', 'failed')",
        arguments: [Timestamp(now).microseconds, id])
      guard database.changesCount > 0 else { return false }
      try database.execute(sql: "DELETE FROM frozen_message WHERE outbox_id = ?", arguments: [id])
      return true
    }
  }
}
