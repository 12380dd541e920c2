// Table `digest_login`: which logins a digest tells of. A digest is a row of the outbox that is about no single login; it takes
// in logins until its bytes are fixed, and its due time is that row's, so that a restart changes nothing.

import Alerts
public import Foundation
import GRDB
import Sessions

enum DigestTable {
  /// How long a digest waits for a burst to pause, and for how long at the most; microseconds.
  static let pause: Int64 = 5_000_000
  static let longestPause: Int64 = 60_000_000
  /// The least time from one digest to the next one; microseconds.
  static let interval = Int64(AlertLimit.span) * 1_000_000

  /// A login for a digest.
  struct Entry {
    var login: RecordedLogin
    /// Of the digest, where it is the first.
    var heading: MailHeading
    var kind: DigestKind
    /// Of the digest, where it is the first and no burst.
    var due: Date?
  }

  /// Adds a login to the recipient's open digest, or opens one.
  static func add(_ entry: Entry, at now: Timestamp, _ database: Database) throws {
    let digest =
      try open(entry.kind, for: entry.heading.recipient, database) ?? make(entry, at: now, database)
    guard entry.kind == .burst else { return try link(entry.login.id, to: digest, .rule, database) }
    try extend(digest, by: entry, at: now, database)
  }

  /// The first login of a flood takes in all that belongs to it; each puts the digest off a little.
  private static func extend(_ digest: Int64, by entry: Entry, at now: Timestamp, _ database: Database) throws {
    let (login, recipient) = (entry.login.login, entry.heading.recipient)
    if try !isFollowing(login, to: recipient, database) {
      try takeIn(login, to: recipient, digest, at: now, database)
    }
    try link(entry.login.id, to: digest, .limit, database)
    let delay = try database.cachedStatement(
      sql: "UPDATE outbox SET due_at = max(due_at, min(queued_at + ?, ?)) WHERE id = ?")
    try delay.execute(arguments: [longestPause, now.microseconds + pause, digest])
  }

  /// The digest whose bytes are not fixed yet.
  static func open(_ kind: DigestKind, for recipient: String, _ database: Database) throws -> Int64? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id FROM outbox WHERE recipient = ? AND kind = ? AND login_id IS NULL AND gap_id IS NULL
          AND state = 'due' AND composed_at IS NULL
        ORDER BY id DESC LIMIT 1
        """)
    return try Int64.fetchOne(statement, arguments: [recipient, kind.rawValue])
  }

  /// Opens a digest. One about a burst is due at once, but for the pause that `extend` gives it, or an hour after the last one.
  private static func make(_ entry: Entry, at now: Timestamp, _ database: Database) throws -> Int64 {
    var heading = entry.heading
    heading.subject = "logins to \(entry.login.login.hostname)"
    let last = entry.kind == .burst ? try lastBurst(to: heading.recipient, at: now, database) : nil
    let due = entry.due.map(Timestamp.init) ?? last.map { Timestamp(microseconds: $0 + interval) }
    return try OutboxTable.insert(heading, .digest(entry.kind), due: due, at: now, database)
  }

  private static func lastBurst(to recipient: String, at now: Timestamp, _ database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT max(composed_at) FROM outbox WHERE recipient = ? AND kind = 'digest' AND login_id IS NULL
          AND gap_id IS NULL AND composed_at > ? AND composed_at <= ?
        """, arguments: [recipient, now.microseconds - interval, now.microseconds])
  }

  /// True where the login before, of the same user and network, went into a digest as well.
  private static func isFollowing(_ login: Login, to recipient: String, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT * FROM digest_login JOIN outbox ON id = outbox_id
          WHERE digest_login.login_id = last.id AND recipient = ? AND reason = 'limit')
        FROM (SELECT id FROM login WHERE user = ? AND network = ? AND decision IN ('mail', 'digest') AND counted = 1
          ORDER BY id DESC LIMIT 1) AS last
        """)
    let network = SourceAddress.neighbourhood(of: login.origin.address)
    return try Bool.fetchOne(statement, arguments: [recipient, login.user, network]) ?? false
  }

  /// Takes in the logins of the last hour that belong to a flood: those whose mail has not been composed lose it to the digest.
  private static func takeIn(
    _ login: Login, to recipient: String, _ digest: Int64, at now: Timestamp, _ database: Database
  ) throws {
    let network = SourceAddress.neighbourhood(of: login.origin.address)
    let earlier = try Row.fetchAll(
      database,
      sql: """
        SELECT login.id AS login, outbox.id AS mail,
          state = 'due' AND composed_at IS NULL AND reserve = 0 AS is_waiting
        FROM login JOIN outbox ON login_id = login.id AND kind = 'login' AND recipient = ?
        WHERE user = ? AND network = ? AND decision IN ('mail', 'digest') AND counted = 1 AND decided_at > ? AND decided_at <= ?
          AND state <> 'digested'
        """, arguments: [recipient, login.user, network, now.microseconds - interval, now.microseconds])
    for row in earlier {
      let isWaiting: Bool = row["is_waiting"]
      try link(row["login"], to: digest, isWaiting ? .limit : .mailed, database)
      if isWaiting {
        try OutboxTable.give(row["mail"], toDigestAt: now, database)
        try LogoutTable.withdraw(row["login"], to: recipient, at: now, database)
      }
    }
  }

  private static func link(_ login: Int64, to digest: Int64, _ reason: Digest.Reason, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO digest_login (login_id, outbox_id, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    try statement.execute(arguments: [login, digest, reason.rawValue])
  }

  /// What a digest tells: all that is new, and as much of the rest as there is room for, in the order of time.
  static func digest(_ id: Int64, _ kind: DigestKind, _ database: Database) throws -> Digest {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT login.*, reason FROM digest_login JOIN login ON login.id = login_id WHERE outbox_id = ?
        ORDER BY news = '[]', at, login.id LIMIT ?
        """, arguments: [id, Digest.mostLines])
    let lines = rows.map { row in
      Digest.Line(
        LoginTable.login(row), news: LoginTable.news(row), reason: Digest.Reason(rawValue: row["reason"]) ?? .limit)
    }
    let count = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM digest_login WHERE outbox_id = ?", arguments: [id])
    let inOrder = lines.enumerated().sorted { ($0.element.login.at, $0.offset) < ($1.element.login.at, $1.offset) }
    return Digest(
      kind, hostname: rows.first?["hostname"] ?? "", lines: inOrder.map(\.element), count: count ?? 0)
  }
}

extension Store {
  /// Puts the old logins that still wait for a mail to one recipient into a digest: the one that is open, or else the row that
  /// has waited longest becomes one, and keeps its place.
  /// - Parameter time: what is older is late.
  /// - Returns: false where there is only one such login, which has a mail of its own.
  public func digestLateMail(to recipient: String, olderThan time: Date, at now: Date) throws -> Bool {
    try queue.write { database in
      let late = try Row.fetchAll(
        database,
        sql: """
          SELECT outbox.id, login_id, recipient FROM outbox JOIN login ON login.id = login_id
          WHERE kind = 'login' AND state = 'due' AND composed_at IS NULL AND recipient = ? AND at < ? ORDER BY outbox.id
          """, arguments: [recipient, Timestamp(time).microseconds])
      let open = try DigestTable.open(.burst, for: recipient, database)
      guard let first = late.first, late.count > 1 || open != nil else { return false }
      let digest = try open ?? DigestTable.turn(first["id"], database)
      try database.execute(
        sql: "UPDATE outbox SET due_at = min(due_at, ?) WHERE id = ?",
        arguments: [Timestamp(now).microseconds, digest])
      for row in late { try DigestTable.moveLate(row, to: digest, at: Timestamp(now), database) }
      return true
    }
  }
}

extension DigestTable {
  /// Makes a mail about a login a digest.
  fileprivate static func turn(_ mail: Int64, _ database: Database) throws -> Int64 {
    try database.execute(
      sql: """
        UPDATE outbox SET kind = 'digest', login_id = NULL, reserve = 0, subject = 'late logins' WHERE id = ?
        """, arguments: [mail])
    return mail
  }

  fileprivate static func moveLate(_ row: Row, to digest: Int64, at now: Timestamp, _ database: Database) throws {
    try link(row["login_id"], to: digest, .late, database)
    try LogoutTable.withdraw(row["login_id"], to: row["recipient"], at: now, database)
    if row["id"] != digest { try OutboxTable.give(row["id"], toDigestAt: now, database) }
  }
}
