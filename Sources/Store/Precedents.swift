// What was before a login, as far as a decision asks: what is known of its user, and what has been mailed of late.

public import Alerts
import Foundation
import GRDB
public import Sessions

/// What the record holds before a login, in journal order. Only good within the transaction that decides about it.
public struct Precedents {
  let login: Login
  let database: Database

  /// What is new about the login.
  public func news() throws -> [KnownFact.Kind] {
    try KnownFactTable.news(about: login, database)
  }

  /// What a recipient has been told of late.
  public func mail(to recipient: String) -> some MailHistory {
    RecordedMailHistory(login: login, recipient: recipient, database: database)
  }
}

struct RecordedMailHistory: MailHistory {
  let login: Login
  let recipient: String
  let database: Database

  func login(_ nthLast: Int) throws -> Date? {
    let sql = """
      SELECT decided_at FROM login
      WHERE user = ? AND network = ? AND decision IN ('mail', 'digest') ORDER BY id DESC LIMIT 1 OFFSET ?
      """
    let network = SourceAddress.neighbourhood(of: login.origin.address)
    return try date(sql, [login.user, network, nthLast - 1])
  }

  func mail(_ nthLast: Int, inReserve: Bool) throws -> Date? {
    let sql = """
      SELECT queued_at FROM outbox
      WHERE recipient = ? AND reserve = ? AND login_id IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ?
      """
    return try date(sql, [recipient, inReserve, nthLast - 1])
  }

  private func date(_ sql: String, _ arguments: StatementArguments) throws -> Date? {
    try Int64.fetchOne(try database.cachedStatement(sql: sql), arguments: arguments)
      .map { Timestamp(microseconds: $0).date }
  }
}
