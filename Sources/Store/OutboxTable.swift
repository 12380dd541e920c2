// Table `outbox`: a row a mail and recipient, from the decision to mail until long after the server's 250.
//
// What a row promises: one recipient, one fate; a Message-ID that never changes; the same bytes in every try from the first
// that reached DATA on.

public import Alerts
public import Foundation
import GRDB
import Sessions

/// How many mails of the outbox are not sent.
public struct OutboxCounts: Sendable, Equatable {
  /// Waiting to be sent.
  public var due = 0
  /// Given up and kept.
  public var failed = 0

  /// Counts nothing.
  public init(due: Int = 0, failed: Int = 0) {
    self.due = due
    self.failed = failed
  }
}

extension Store {
  /// Commits a decision and the mail that it asks for, one row a recipient (invariants 3 and 4).
  public func decide(_ decision: AlertDecision, about login: RecordedLogin, mail: [MailHeading], at now: Date) throws {
    let time = Timestamp(now).microseconds
    try queue.write { database in
      try database.execute(
        sql: "UPDATE login SET decision = ?, decision_reason = ?, decided_at = ? WHERE id = ?",
        arguments: [decision.name, decision.reason, time, login.id])
      for heading in mail {
        try database.execute(
          sql: """
            INSERT INTO outbox (login_id, recipient, sender, message_id, subject, queued_at, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login_id, recipient) DO NOTHING
            """,
          arguments: [
            login.id, heading.recipient, heading.sender, heading.messageID, heading.subject, time, time,
          ])
      }
    }
  }

  /// The mail that has waited longest of those that are due.
  /// - Parameter longestWait: seconds; a mail that is due later than that was queued before the clock was set back, and is
  ///   due now.
  public func nextDueMail(at now: Date, longestWait: TimeInterval) throws -> QueuedMail? {
    try queue.read { database in
      let sql = """
        SELECT outbox.id AS outbox_id, login_id, recipient, sender, message_id, subject, queued_at, attempts,
          first_deferred_at, message, login.*
        FROM outbox JOIN login ON login.id = login_id
        WHERE state = 'due' AND (due_at <= ? OR due_at > ?) ORDER BY outbox.id LIMIT 1
        """
      let bounds = [Timestamp(now).microseconds, Timestamp(now + longestWait).microseconds]
      return try Row.fetchOne(database, sql: sql, arguments: StatementArguments(bounds)).map(Self.queuedMail)
    }
  }

  /// When the next mail is due; nil where none waits.
  public func nextDueTime() throws -> Date? {
    try queue.read { database in
      try Int64.fetchOne(database, sql: "SELECT min(due_at) FROM outbox WHERE state = 'due'")
        .map { Timestamp(microseconds: $0).date }
    }
  }

  /// Fixes the bytes of a mail for ever, before any of them is sent (invariant 3).
  public func freeze(_ message: Data, of id: Int64) throws {
    try queue.write {
      try $0.execute(sql: "UPDATE outbox SET message = ? WHERE id = ?", arguments: [message, id])
    }
  }

  /// Commits what became of a try.
  public func settle(_ fate: MailFate, of id: Int64, at now: Date) throws {
    let time = Timestamp(now).microseconds
    try queue.write { database in
      switch fate {
      case .sent(let reply):
        try database.execute(
          sql: """
            UPDATE outbox SET state = 'sent', attempts = attempts + 1, last_reply = ?, settled_at = ?, message = NULL
            WHERE id = ?
            """, arguments: [reply, time, id])
      case .failed(let reply):
        try database.execute(
          sql:
            "UPDATE outbox SET state = 'failed', attempts = attempts + 1, last_reply = ?, settled_at = ? WHERE id = ?",
          arguments: [reply, time, id])
      case .deferred(let reply, let until):
        try database.execute(
          sql: """
            UPDATE outbox SET attempts = attempts + 1, last_reply = ?, due_at = ?,
              first_deferred_at = coalesce(first_deferred_at, ?)
            WHERE id = ?
            """, arguments: [reply, Timestamp(until).microseconds, time, id])
      case .untouched(let reply):
        try database.execute(sql: "UPDATE outbox SET last_reply = ? WHERE id = ?", arguments: [reply, id])
      }
    }
  }

  /// How many mails wait, and how many were given up; sent ones are not looked at.
  public func outboxCounts() throws -> OutboxCounts {
    try queue.read { database in
      OutboxCounts(
        due: try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox WHERE state = 'due'") ?? 0,
        failed: try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox WHERE state = 'failed'") ?? 0)
    }
  }

  private static func queuedMail(_ row: Row) -> QueuedMail {
    QueuedMail(
      id: row["outbox_id"], login: RecordedLogin(id: row["login_id"], login: LoginTable.login(row)),
      heading: MailHeading(
        sender: row["sender"], recipient: row["recipient"], messageID: row["message_id"], subject: row["subject"]),
      queuedAt: Timestamp(microseconds: row["queued_at"]).date, attempts: row["attempts"],
      firstDeferredAt: (row["first_deferred_at"] as Int64?).map { Timestamp(microseconds: $0).date },
      message: row["message"])
  }
}
