// What was before a login, as far as a decision asks: what is known of its user, and what has been mailed of late.

public import Alerts
import Foundation
import GRDB
import Sessions

/// What the record holds before a login, in journal order. Only good within the transaction that decides about it.
public struct Precedents {
  let recorded: RecordedLogin
  let database: Database

  private var login: Login { recorded.login }

  /// The past of the login's user.
  /// - Parameter place: where the login came from.
  public func past(at place: Place?) throws -> LoginPast {
    var past = LoginPast()
    past.newFacts = try KnownFactTable.new(KnownFact.of(login, at: place), of: login, database)
    past.lastAt = try KnownFactTable.lastLogin(login, database)
    past.methods = try KnownFactTable.methods(login, database)
    past.knownKinds = Set(try [.country, .autonomousSystem].filter { try KnownFactTable.has($0, login, database) })
    if past.newFacts.contains(where: { $0.kind == .key }) {
      past.keyUsers = try LoginReportTable.keyUsers(of: login, database)
    }
    past.previous = try LoginReportTable.previous(login, before: recorded.id, database)
    past.failuresFromSource = recorded.failures.fromSource
    return past
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
      WHERE user = ? AND network = ? AND decision IN ('mail', 'digest') AND counted = 1 ORDER BY id DESC LIMIT 1 OFFSET ?
      """
    let network = SourceAddress.neighbourhood(of: login.origin.address)
    return try date(sql, [login.user, network, nthLast - 1])
  }

  func mail(_ nthLast: Int, inReserve: Bool) throws -> Date? {
    let sql = """
      SELECT queued_at FROM outbox
      WHERE recipient = ? AND reserve = ? AND kind = 'login' ORDER BY id DESC LIMIT 1 OFFSET ?
      """
    return try date(sql, [recipient, inReserve, nthLast - 1])
  }

  private func date(_ sql: String, _ arguments: StatementArguments) throws -> Date? {
    try Int64.fetchOne(try database.cachedStatement(sql: sql), arguments: arguments)
      .map { Timestamp(microseconds: $0).date }
  }
}
