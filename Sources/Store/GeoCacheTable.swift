// Table `geo_cache`: what a service that is asked over the network has told of addresses, so that it is not asked again.

public import Alerts
public import Foundation
import GRDB
import Sessions

/// What a service told of an address: where it is, or that it does not know.
public enum CachedPlace: Equatable, Sendable {
  /// It is there.
  case known(Place)
  /// The service knows nothing of it.
  case unknown
}

extension Store {
  /// What is known of an address.
  /// - Returns: nil where nobody was asked yet, or too long ago. An answer from the future is from before the clock was set back.
  public func cachedPlace(of address: String, at now: Date) throws -> CachedPlace? {
    try queue.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT place FROM geo_cache WHERE address = ? AND expires_at > ? AND looked_up_at <= ?")
      let time = Timestamp(now).microseconds
      return try Row.fetchOne(statement, arguments: [address, time, time]).map { row in
        JSONText.decode(Place.self, row["place"]).map(CachedPlace.known) ?? .unknown
      }
    }
  }

  /// Keeps what a service told.
  /// - Parameter expiry: until when it is good.
  public func cache(_ place: Place?, of address: String, until expiry: Date, at now: Date) throws {
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO geo_cache (address, place, looked_up_at, expires_at) VALUES (?, ?, ?, ?)
          ON CONFLICT (address) DO UPDATE SET
            place = excluded.place, looked_up_at = excluded.looked_up_at, expires_at = excluded.expires_at
          """,
        arguments: [
          address, try place.map { try JSONText.encode($0) }, Timestamp(now).microseconds,
          Timestamp(expiry).microseconds,
        ])
    }
  }
}

enum GeoCacheTable {
  /// More rows than this are not kept: the ones that would expire first go.
  static let mostRows = 10_000

  static func prune(at now: Timestamp, _ limit: Int, _ database: Database) throws -> Int {
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM geo_cache") ?? 0
    try database.execute(
      sql: """
        DELETE FROM geo_cache WHERE address IN (
          SELECT address FROM geo_cache WHERE expires_at <= ? OR ? ORDER BY expires_at LIMIT ?)
        """,
      arguments: [now.microseconds, count > mostRows, count > mostRows ? min(limit, count - mostRows) : limit])
    return database.changesCount
  }
}
