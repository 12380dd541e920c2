// Table `outbox`: a row a mail and recipient, from the decision to mail until long after the server's 250.
//
// What a row promises: one recipient, one fate; a Message-ID that never changes; the same bytes in every try from the first
// that reached DATA on. What goes to one recipient goes in the order of the rows, but past a mail that was put off at DATA.

import Alerts
public import Foundation
import GRDB
import Sessions

enum OutboxTable {
  /// Queues a mail, due at once. A login has one of a kind a recipient.
  /// - Returns: `outbox.id`.
  @discardableResult
  static func insert(
    _ heading: MailHeading, _ subject: MailSubject, inReserve: Bool = false, due: Timestamp? = nil, at now: Timestamp,
    _ database: Database
  ) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO outbox (
          kind, login_id, gap_id, topic, recipient, sender, message_id, subject, reserve, queued_at, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login_id, recipient, kind) DO NOTHING
        """)
    try statement.execute(arguments: [
      subject.kind, subject.login, subject.gap, try subject.topic(), heading.recipient, heading.sender,
      heading.messageID,
      heading.subject, inReserve, now.microseconds, (due ?? now).microseconds,
    ])
    return database.lastInsertedRowID
  }

  /// A digest tells of it instead.
  static func give(_ id: Int64, toDigestAt now: Timestamp, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "UPDATE outbox SET state = 'digested', settled_at = ? WHERE id = ?")
    try statement.execute(arguments: [now.microseconds, id])
  }

  /// Nobody can say any more what a mail is about; it would be tried for ever.
  static func giveUp(_ id: Int64, at now: Timestamp, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE outbox SET state = 'failed', last_reply = ?, settled_at = ? WHERE id = ? AND state = 'due'",
      arguments: ["what it is about cannot be read", now.microseconds, id])
  }

  /// Mail that waits. A digest by rule has its time: until then it gathers logins.
  static let isWaiting = "state = 'due' AND (kind NOT IN ('hourly', 'daily') OR attempts > 0)"

  /// The mail for whose sake the others to its recipient wait.
  private static let holders = """
    WITH holder AS (
      SELECT recipient, min(id) AS id FROM outbox
      WHERE state = 'due' AND holds_recipient = 1 AND due_at > ?1 AND due_at <= ?2 GROUP BY recipient)
    """

  /// In the order of the index of what is due: the rows of sent mail are not looked at. What was due when it was queued is due,
  /// whatever the clock says since.
  static let nextDue = """
    \(holders)
    SELECT outbox.*, login.at AS login_at
    FROM outbox LEFT JOIN holder ON holder.recipient = outbox.recipient
      LEFT JOIN login ON login.id = login_id AND kind = 'login'
    WHERE state = 'due' AND (holder.id IS NULL OR outbox.id < holder.id)
      AND (due_at <= ?1 OR due_at <= queued_at
        OR due_at > CASE kind WHEN 'daily' THEN max(?2, ?1 + \(longestDay)) ELSE ?2 END)
    ORDER BY outbox.id LIMIT 1
    """

  /// A daily digest waits for no longer; microseconds.
  private static let longestDay: Int64 = 25 * 3_600_000_000

  static let nextTime = """
    \(holders)
    SELECT min(due_at) FROM outbox LEFT JOIN holder ON holder.recipient = outbox.recipient
    WHERE state = 'due' AND (holder.id IS NULL OR outbox.id <= holder.id)
    """

  static func heading(_ row: Row) -> MailHeading {
    MailHeading(
      sender: row["sender"], recipient: row["recipient"], messageID: row["message_id"], subject: row["subject"])
  }

  static func date(_ microseconds: Int64?) -> Date? {
    microseconds.map { Timestamp(microseconds: $0).date }
  }

  /// What a mail is about; nil where its login or gap is gone, or somebody else has written there.
  static func topic(_ mail: Row, _ database: Database) throws -> AlertTopic? {
    switch mail["kind"] as String {
    case "login":
      let login = try database.cachedStatement(sql: "SELECT * FROM login WHERE id = ?")
      return try Row.fetchOne(login, arguments: [mail["login_id"]]).map {
        .login(try LoginReportTable.report($0, database))
      }
    case "gap":
      return try Row.fetchOne(database, sql: "SELECT * FROM gap WHERE id = ?", arguments: [mail["gap_id"]])
        .map(GapTable.gap).map { .gap($0.gap, isOver: $0.isOver) }
    case "logout":
      let login = try database.cachedStatement(sql: "SELECT * FROM login WHERE id = ?")
      return try Row.fetchOne(login, arguments: [mail["login_id"]]).flatMap(LogoutTable.logout).map { .logout($0) }
    case "failures": return JSONText.decode(FailureBurst.self, mail["topic"]).map { .failures($0) }
    case "weekly": return JSONText.decode(WeeklySummary.self, mail["topic"]).map { .weekly($0) }
    case let kind:
      guard let kind = DigestKind(rawValue: kind) else { return nil }
      return .digest(try DigestTable.digest(mail["id"], kind, database))
    }
  }
}

extension Store {
  /// The mail that has waited longest of those that are due.
  /// - Parameter longestWait: seconds; a mail that is due later than that was queued before the clock was set back, and is
  ///   due now.
  public func nextDueMail(at now: Date, longestWait: TimeInterval) throws -> QueuedMail? {
    try queue.read { database in
      let statement = try database.cachedStatement(sql: OutboxTable.nextDue)
      return try Row.fetchOne(statement, arguments: bounds(now, longestWait)).map { row in
        QueuedMail(
          id: row["id"], heading: OutboxTable.heading(row), queuedAt: Timestamp(microseconds: row["queued_at"]).date,
          attempts: row["attempts"], firstDeferredAt: OutboxTable.date(row["first_deferred_at"]),
          lateSince: row["composed_at"] as Int64? == nil ? OutboxTable.date(row["login_at"]) : nil,
          loginID: row["login_id"])
      }
    }
  }

  /// When the next mail is due; nil where none waits.
  public func nextDueTime(after now: Date, longestWait: TimeInterval) throws -> Date? {
    try queue.read { database in
      let statement = try database.cachedStatement(sql: OutboxTable.nextTime)
      return OutboxTable.date(try Int64.fetchOne(statement, arguments: bounds(now, longestWait)))
    }
  }

  private func bounds(_ now: Date, _ longestWait: TimeInterval) -> StatementArguments {
    [Timestamp(now).microseconds, Timestamp(now + longestWait).microseconds]
  }

  /// Commits what became of a try. What a person has dropped meanwhile stays dropped, unless the server took it.
  /// - Parameter server: one that was held and has answered.
  public func settle(_ fate: MailFate, of id: Int64, releasing server: String? = nil, at now: Date) throws {
    let time = Timestamp(now).microseconds
    try queue.write { database in
      if let server { try database.execute(sql: "DELETE FROM relay_hold WHERE server = ?", arguments: [server]) }
      switch fate {
      case .sent(let reply):
        let statement = try database.cachedStatement(
          sql: """
            UPDATE outbox SET state = 'sent', attempts = attempts + 1, last_reply = ?, settled_at = ? WHERE id = ?
            """)
        try statement.execute(arguments: [reply, time, id])
        try database.cachedStatement(sql: "DELETE FROM frozen_message WHERE outbox_id = ?").execute(arguments: [id])
      case .failed(let reply):
        try database.execute(
          sql: """
            UPDATE outbox SET state = 'failed', attempts = attempts + 1, last_reply = ?, settled_at = ?
            WHERE id = ? AND state = 'due'
            """, arguments: [reply, time, id])
      case .deferred(let reply, let until, let holdsRecipient):
        try database.execute(
          sql: """
            UPDATE outbox SET attempts = attempts + 1, last_reply = ?, due_at = ?, holds_recipient = ?,
              first_deferred_at = coalesce(first_deferred_at, ?)
            WHERE id = ? AND state = 'due'
            """, arguments: [reply, Timestamp(until).microseconds, holdsRecipient, time, id])
      case .untouched(let reply):
        try database.execute(sql: "UPDATE outbox SET last_reply = ? WHERE id = ?", arguments: [reply, id])
      }
    }
  }

  /// How many mails wait, and how many were given up; sent ones are not looked at.
  public func outboxCounts() throws -> OutboxCounts {
    try queue.read { database in
      let due = try database.cachedStatement(sql: "SELECT count(*) FROM outbox WHERE \(OutboxTable.isWaiting)")
      let failed = try database.cachedStatement(sql: "SELECT count(*) FROM outbox WHERE state = 'failed'")
      return OutboxCounts(due: try Int.fetchOne(due) ?? 0, failed: try Int.fetchOne(failed) ?? 0)
    }
  }
}
