// What the record holds around a login: the one before it, the sessions that are open, who else has its key. For its mail, and
// for the decision about it.

public import Alerts
import GRDB
import Sessions

enum LoginReportTable {
  /// A login with all that a mail about it tells, as far as that is in the record.
  static func report(_ row: Row, _ database: Database) throws -> LoginReport {
    let login = LoginTable.login(row)
    let id: Int64 = row["id"]
    var report = LoginReport(login, id: id)
    report.findings = LoginTable.findings(row)
    report.news = LoginTable.news(row)
    report.failures = LoginTable.failures(row)
    report.reason = row["decision_reason"]
    report.previous = try previous(login, before: id, database)
    if report.news.contains(.sharedKey) { report.keyUsers = try keyUsers(of: login, database) }
    report.openCount = try openCount(besides: id, on: login.identity.machineID, database)
    if report.openCount > 0 { report.openSessions = try open(besides: id, on: login.identity.machineID, database) }
    return report
  }

  /// The login of the same user before one, in the order of the journal.
  static func previous(_ login: Login, before id: Int64, _ database: Database) throws -> PastLogin? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT at, address, place FROM login WHERE machine_id = ? AND user = ? AND id < ? ORDER BY id DESC LIMIT 1
        """)
    return try Row.fetchOne(statement, arguments: [login.identity.machineID, login.user, id]).map { row in
      PastLogin(
        at: Timestamp(microseconds: row["at"]), address: row["address"],
        place: JSONText.decode(Place.self, row["place"]))
    }
  }

  /// Other users that had used one of its keys. A CA is there to be shared.
  static func keyUsers(of login: Login, _ database: Database) throws -> [String] {
    try login.keyUses.compactMap { $0?.certificate == nil ? $0?.fingerprint : nil }.flatMap {
      try KnownFactTable.otherUsers(of: $0, login, database)
    }
  }

  private static func openCount(besides id: Int64, on machine: String, _ database: Database) throws -> Int {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM login WHERE machine_id = ? AND closed_at IS NULL AND id <> ? LIMIT ?)
        """)
    return try Int.fetchOne(statement, arguments: [machine, id, LoginReport.mostOpen]) ?? 0
  }

  private static func open(besides id: Int64, on machine: String, _ database: Database) throws -> [Login] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM login WHERE machine_id = ? AND closed_at IS NULL AND id <> ? ORDER BY id DESC LIMIT ?
        """)
    return try Row.fetchAll(statement, arguments: [machine, id, LoginReport.listedOpen]).map(LoginTable.login)
  }
}

extension Store {
  /// A login with all that a mail about it would tell.
  /// - Returns: nil where there is no such login; the decision as it was recorded, nil where there is none yet.
  public func report(on id: Int64) throws -> (report: LoginReport, decision: String?)? {
    try queue.read { database in
      let sql = "SELECT * FROM login WHERE id = ?"
      return try Row.fetchOne(database, sql: sql, arguments: [id]).map {
        (try LoginReportTable.report($0, database), $0["decision"])
      }
    }
  }
}
