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
  /// Commits decisions and the mail that they ask for, one row a recipient (invariants 3 and 4).
  public func decide(_ decisions: [DecidedLogin], at now: Date) throws {
    let time = Timestamp(now).microseconds
    try queue.write { database in
      let update = try database.cachedStatement(
        sql: "UPDATE login SET decision = ?, decision_reason = ?, decided_at = ? WHERE id = ?")
      for decided in decisions {
        try update.execute(arguments: [decided.decision.name, decided.decision.reason, time, decided.login.id])
        for heading in decided.mail { try Self.insert(heading, login: decided.login.id, at: time, database) }
      }
    }
  }

  /// Commits that a gap is told of, and the mail that tells it, one row a recipient.
  public func announce(_ gap: RecordedGap, mail: [MailHeading], at now: Date) throws {
    let time = Timestamp(now).microseconds
    try queue.write { database in
      try database.execute(
        sql: "UPDATE gap SET announced = ?, announced_at = coalesce(announced_at, ?) WHERE id = ?",
        arguments: [gap.isOver ? "end" : "start", time, gap.id])
      for heading in mail { try Self.insert(heading, gap: gap.id, at: time, database) }
    }
  }

  private static func insert(
    _ heading: MailHeading, login: Int64? = nil, gap: Int64? = nil, at time: Int64, _ database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO outbox (login_id, gap_id, recipient, sender, message_id, subject, queued_at, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login_id, recipient) DO NOTHING
        """)
    try statement.execute(arguments: [
      login, gap, heading.recipient, heading.sender, heading.messageID, heading.subject, time, time,
    ])
  }

  /// In the order of the index of what is due: the rows of sent mail are not looked at.
  static let nextDue = """
    SELECT outbox.*, bytes FROM outbox LEFT JOIN frozen_message ON outbox_id = id
    WHERE state = 'due' AND (due_at <= ? OR due_at > ?) ORDER BY id LIMIT 1
    """

  /// The mail that has waited longest of those that are due.
  /// - Parameter longestWait: seconds; a mail that is due later than that was queued before the clock was set back, and is
  ///   due now.
  public func nextDueMail(at now: Date, longestWait: TimeInterval) throws -> QueuedMail? {
    try queue.read { database in
      let bounds = [Timestamp(now).microseconds, Timestamp(now + longestWait).microseconds]
      guard let row = try Row.fetchOne(database, sql: Self.nextDue, arguments: StatementArguments(bounds)),
        let topic = try Self.topic(row, database)
      else { return nil }
      return Self.queuedMail(row, about: topic)
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
      try $0.execute(
        sql: "INSERT INTO frozen_message (outbox_id, bytes) VALUES (?, ?) ON CONFLICT (outbox_id) DO NOTHING",
        arguments: [id, message])
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
            UPDATE outbox SET state = 'sent', attempts = attempts + 1, last_reply = ?, settled_at = ? WHERE id = ?
            """, arguments: [reply, time, id])
        try database.execute(sql: "DELETE FROM frozen_message WHERE outbox_id = ?", arguments: [id])
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

  /// What a mail is about.
  private static func topic(_ mail: Row, _ database: Database) throws -> AlertTopic? {
    if let id: Int64 = mail["login_id"] {
      return try Row.fetchOne(database, sql: "SELECT * FROM login WHERE id = ?", arguments: [id])
        .map { .login(LoginTable.login($0)) }
    }
    return try Row.fetchOne(database, sql: "SELECT * FROM gap WHERE id = ?", arguments: [mail["gap_id"] as Int64?])
      .map(GapTable.gap).map { .gap($0.gap, isOver: $0.isOver) }
  }

  private static func queuedMail(_ row: Row, about topic: AlertTopic) -> QueuedMail {
    QueuedMail(
      id: row["id"], topic: topic,
      heading: MailHeading(
        sender: row["sender"], recipient: row["recipient"], messageID: row["message_id"], subject: row["subject"]),
      queuedAt: Timestamp(microseconds: row["queued_at"]).date, attempts: row["attempts"],
      firstDeferredAt: (row["first_deferred_at"] as Int64?).map { Timestamp(microseconds: $0).date },
      message: row["bytes"])
  }
}
