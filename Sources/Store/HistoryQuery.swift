// The record, asked from outside: which logins, newest first.

import GRDB
public import Sessions

/// Which logins are asked for.
public struct HistoryQuery: Sendable, Equatable {
  /// Of this account only.
  public var user: String?
  /// From this address only.
  public var address: String?
  /// Not before.
  public var since: Timestamp?
  /// Not after.
  public var until: Timestamp?
  /// How many at the most.
  public var limit: Int

  /// Asks for the newest logins.
  public init(
    user: String? = nil, address: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 50
  ) {
    self.user = user
    self.address = address
    self.since = since
    self.until = until
    self.limit = limit
  }
}

extension Store {
  /// The logins that fit a query, newest first.
  public func history(_ query: HistoryQuery) throws -> [RecordedLogin] {
    try queue.read { database in
      let sql = """
        SELECT * FROM login
        WHERE (:user IS NULL OR user = :user) AND (:address IS NULL OR address = :address)
          AND at BETWEEN :since AND :until
        ORDER BY at DESC, id DESC LIMIT :limit
        """
      let rows = try Row.fetchAll(
        database, sql: sql,
        arguments: [
          "user": query.user, "address": query.address, "since": query.since?.microseconds ?? 0,
          "until": query.until?.microseconds ?? .max, "limit": query.limit,
        ])
      return rows.map(LoginTable.recorded)
    }
  }
}
