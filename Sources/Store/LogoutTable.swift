// Column `login.logout_mail`: whether the end of a session is mailed. It can only follow a mail of the login's own, so that what
// keeps logins in bounds keeps logouts in bounds as well.

public import Alerts
public import Foundation
import GRDB
import Sessions

enum LogoutTable {
  /// Nil while the session is open.
  static func logout(_ row: Row) -> Logout? {
    Logout(LoginTable.login(row), from: LoginTable.findings(row).place)
  }

  /// Those whose mail about a login is sent or will be. A digest that tells of the login tells of no logout.
  static func recipients(of login: Int64, _ database: Database) throws -> [String] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT recipient FROM outbox WHERE login_id = ? AND kind = 'login' AND state IN ('due', 'sent') ORDER BY id
        """)
    return try String.fetchAll(statement, arguments: [login])
  }

  /// Takes back a mail that is not composed yet: its login's mail went into a digest.
  static func withdraw(_ login: Int64, to recipient: String, at now: Timestamp, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        UPDATE outbox SET state = 'digested', settled_at = ?
        WHERE login_id = ? AND recipient = ? AND kind = 'logout' AND state = 'due' AND composed_at IS NULL
        """)
    try statement.execute(arguments: [now.microseconds, login, recipient])
  }

  static let ended = "SELECT * FROM login WHERE logout_mail = 'asked' AND closed_at IS NOT NULL ORDER BY id LIMIT ?"

  fileprivate static func mark(_ login: Int64, isQueued: Bool, _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "UPDATE login SET logout_mail = ? WHERE id = ?")
    try statement.execute(arguments: [isQueued ? "queued" : nil, login])
  }
}

extension Store {
  /// Queues mail about sessions that have ended, of logins that asked for it, and commits that they are told of.
  /// - Parameter heading: makes the headings for these recipients; none to let it be.
  /// - Returns: the logouts with a mail, and how many sessions had ended.
  public func tellLogouts(
    limit: Int, at now: Date, by headings: (Logout, [String]) -> [MailHeading]
  ) throws -> (told: [Logout], ended: Int) {
    guard try queue.read({ try Row.fetchOne($0.cachedStatement(sql: LogoutTable.ended), arguments: [1]) }) != nil else {
      return ([], 0)
    }
    return try queue.write { database in
      let ended = try Row.fetchAll(database.cachedStatement(sql: LogoutTable.ended), arguments: [limit])
      let told = try ended.compactMap { try Self.tell($0, at: Timestamp(now), database, by: headings) }
      return (told, ended.count)
    }
  }

  private static func tell(
    _ login: Row, at now: Timestamp, _ database: Database, by headings: (Logout, [String]) -> [MailHeading]
  ) throws -> Logout? {
    let id: Int64 = login["id"]
    guard let logout = LogoutTable.logout(login) else { return nil }
    let mail = headings(logout, try LogoutTable.recipients(of: id, database))
    for heading in mail { try OutboxTable.insert(heading, .logout(id), at: now, database) }
    try LogoutTable.mark(id, isQueued: !mail.isEmpty, database)
    return mail.isEmpty ? nil : logout
  }
}
