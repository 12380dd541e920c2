// Table `known_fact`: what the logins so far have made known of their users. It outlives their rows, so that an old acquaintance
// is never new again.

import GRDB
import Sessions

enum KnownFactTable {
  /// What nobody knew before this login.
  static func news(about login: Login, _ database: Database) throws -> [KnownFact.Kind] {
    let known = try database.cachedStatement(
      sql: "SELECT 1 FROM known_fact WHERE machine_id = ? AND user = ? AND kind = ? AND value = ?")
    var news: [KnownFact.Kind] = []
    for fact in KnownFact.of(login) where !news.contains(fact.kind) {
      let key: StatementArguments = [login.identity.machineID, login.user, fact.kind.rawValue, fact.value]
      if try Int.fetchOne(known, arguments: key) == nil { news.append(fact.kind) }
    }
    return news
  }

  /// Takes in what a login makes known.
  static func remember(_ login: Login, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO known_fact (machine_id, user, kind, value, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
        ON CONFLICT (machine_id, user, kind, value) DO UPDATE SET
          first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        """)
    for fact in KnownFact.of(login) {
      try statement.execute(arguments: [
        login.identity.machineID, login.user, fact.kind.rawValue, fact.value, login.at.microseconds,
      ])
    }
  }
}
