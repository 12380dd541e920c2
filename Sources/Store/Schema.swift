// The tables, as numbered migrations that never change once released. The database is an interface: people query it with
// `sqlite3`, so tables are STRICT and each column says what it holds.

import GRDB

enum Schema {
  /// "sshA": marks the file as ours (SQLite, `PRAGMA application_id`).
  static let applicationID: Int32 = 0x7373_6841

  /// The number of the newest migration, which `PRAGMA user_version` holds.
  static let version = migrations.count

  /// A step to a newer version.
  struct Migration: Sendable {
    var sql: String
    /// What SQL cannot say.
    var finish: @Sendable (Database) throws -> Void = { _ in }
  }

  /// A newer version is a longer list: `migrations[n - 1]` leads to version n.
  static let migrations: [Migration] = [
    Migration(sql: version1), Migration(sql: version2), Migration(sql: version3, finish: rememberLogins),
    Migration(sql: version4),
  ]

  /// Brings the database to the newest version; each step with its number in one transaction. Foreign keys are off meanwhile,
  /// as SQLite wants it where a table is made anew (https://www.sqlite.org/lang_altertable.html#otheralter).
  static func migrate(_ database: Database) throws {
    let current = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard current < version else { return }
    database.add(function: network)
    try database.execute(sql: "PRAGMA foreign_keys = OFF")
    for next in current..<version {
      try database.inTransaction {
        try database.execute(sql: migrations[next].sql)
        try migrations[next].finish(database)
        try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(next + 1)")
        return .commit
      }
    }
    // The package looks for the version in the file itself, without SQLite (debian/ssh-alertd.preinst).
    try database.execute(sql: "PRAGMA foreign_keys = ON; PRAGMA wal_checkpoint")
  }

  /// Refuses a file that another program keeps its data in, or a newer version of this one.
  static func check(_ database: Database, path: String, mayBeNew: Bool) throws {
    let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard owner == applicationID || (owner == 0 && tables == 0) else { throw StoreError.foreign(path: path) }
    let current = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard current <= version else { throw StoreError.tooNew(path: path, version: current, known: version) }
    guard !mayBeNew, current < version else { return }
    throw StoreError.cannotOpen(
      path: path,
      reason: current == 0
        ? "it is empty" : "it has version \(current), which the daemon brings up to date when it starts")
  }
}
