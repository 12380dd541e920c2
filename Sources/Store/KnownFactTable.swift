// Table `known_fact`: what the logins so far have made known of their users. It outlives their rows, so that an old acquaintance
// is never new again.

import Alerts
import GRDB
import Sessions

enum KnownFactTable {
  /// What a login has that nobody knew of its user before.
  static func new(_ facts: [KnownFact], of login: Login, _ database: Database) throws -> Set<KnownFact> {
    let known = try database.cachedStatement(
      sql: "SELECT 1 FROM known_fact WHERE machine_id = ? AND user = ? AND kind = ? AND value = ?")
    return try facts.reduce(into: []) { new, fact in
      let key: StatementArguments = [login.identity.machineID, login.user, fact.kind.rawValue, fact.value]
      if try Int.fetchOne(known, arguments: key) == nil { new.insert(fact) }
    }
  }

  /// True where the user has a fact of that kind.
  static func has(_ kind: KnownFact.Kind, _ login: Login, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT * FROM known_fact WHERE machine_id = ? AND user = ? AND kind = ?)")
    return try Bool.fetchOne(statement, arguments: [login.identity.machineID, login.user, kind.rawValue]) ?? false
  }

  /// The methods that the user has logged in by; sshd knows a handful.
  static func methods(_ login: Login, _ database: Database) throws -> Set<String> {
    let statement = try database.cachedStatement(
      sql: "SELECT value FROM known_fact WHERE machine_id = ? AND user = ? AND kind = 'method'")
    return Set(try String.fetchAll(statement, arguments: [login.identity.machineID, login.user]))
  }

  /// Other users that had used a key by then, at most three.
  static func otherUsers(of key: String, _ login: Login, _ database: Database) throws -> [String] {
    let statement = try database.cachedStatement(sql: otherUsers)
    return try String.fetchAll(
      statement, arguments: [login.identity.machineID, key, login.user, login.at.microseconds])
  }

  /// The planner would take the primary key, for one of its columns.
  static let otherUsers = """
    SELECT user FROM known_fact INDEXED BY known_fact_key
    WHERE machine_id = ? AND kind = 'key' AND value = ? AND user <> ? AND first_at <= ? LIMIT 3
    """

  /// When the user logged in last.
  static func lastLogin(_ login: Login, _ database: Database) throws -> Timestamp? {
    let statement = try database.cachedStatement(
      sql: "SELECT last_at FROM known_fact WHERE machine_id = ? AND user = ? AND kind = 'login' AND value = ''")
    return try Int64.fetchOne(statement, arguments: [login.identity.machineID, login.user])
      .map(Timestamp.init(microseconds:))
  }

  /// Takes in what a login makes known.
  static func remember(_ facts: [KnownFact], of login: Login, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO known_fact (machine_id, user, kind, value, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
        ON CONFLICT (machine_id, user, kind, value) DO UPDATE SET
          first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        """)
    for fact in facts {
      try statement.execute(arguments: [
        login.identity.machineID, login.user, fact.kind.rawValue, fact.value, login.at.microseconds,
      ])
    }
  }
}
