// From a login without a decision to one with its mail, in one transaction (DESIGN.md, row 6).

public import Alerts
public import Foundation
import GRDB
import Sessions

extension Store {
  /// Decides about logins in their order, and commits the decisions, what the logins make known, and their mail.
  /// - Parameter decide: gets what was before each login, which is what the logins before it in the list have just become.
  /// - Returns: the decisions.
  public func decide(
    _ logins: [RecordedLogin], at now: Date, by decide: (RecordedLogin, Precedents) throws -> DecidedLogin
  ) throws -> [DecidedLogin] {
    try queue.write { database in
      try logins.map { login in
        let decided = try decide(login, Precedents(recorded: login, database: database))
        try Self.commit(decided, at: Timestamp(now), database)
        return decided
      }
    }
  }

  private static func commit(_ decided: DecidedLogin, at now: Timestamp, _ database: Database) throws {
    for mail in decided.mail {
      switch mail.route {
      case .ownMail, .reserve:
        let isReserve = mail.route == .reserve
        try OutboxTable.insert(mail.heading, .login(decided.login.id), inReserve: isReserve, at: now, database)
      case .digest(let kind):
        let digest = DigestTable.Entry(login: decided.login, heading: mail.heading, kind: kind, due: mail.due)
        try DigestTable.add(digest, at: now, database)
      }
    }
    let login = decided.login.login
    try KnownFactTable.remember(KnownFact.of(login, at: decided.findings.place), of: login, database)
    try note(decided, at: now, database)
  }

  private static func note(_ decided: DecidedLogin, at now: Timestamp, _ database: Database) throws {
    let update = try database.cachedStatement(
      sql: """
        UPDATE login SET place = ?, reverse_name = ?, key_comment = ?, key_options = ?, news = ?, decision = ?,
          decision_reason = ?, decided_at = ?, logout_mail = ?, counted = ?
        WHERE id = ?
        """)
    let findings = decided.findings
    try update.execute(arguments: [
      try findings.place.map { try JSONText.encode($0) }, findings.reverseName, findings.keyName?.comment,
      findings.keyName?.options, try JSONText.encode(decided.news.map(\.rawValue)), decided.decision.name,
      decided.decision.reason, now.microseconds, decided.asksForLogout ? "asked" : nil,
      !decided.mail.contains(where: \.route.isDigestByRule), decided.login.id,
    ])
  }

  /// Commits that a gap is told of, and the mail that tells it, one row a recipient.
  public func announce(_ gap: RecordedGap, mail: [MailHeading], at now: Date) throws {
    let time = Timestamp(now)
    try queue.write { database in
      try database.execute(
        sql: "UPDATE gap SET announced = ?, announced_at = coalesce(announced_at, ?) WHERE id = ?",
        arguments: [gap.isOver ? "end" : "start", time.microseconds, gap.id])
      for heading in mail { try OutboxTable.insert(heading, .gap(gap.id), at: time, database) }
    }
  }
}
