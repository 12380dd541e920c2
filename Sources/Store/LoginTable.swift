// Table `login`: a row a login, kept up to date until its session has ended.

import Alerts
import GRDB
public import Sessions

enum LoginTable {
  static func login(_ row: Row) -> Login {
    var login = Login(
      identity: LoginIdentity(
        machineID: row["machine_id"], bootID: row["boot_id"],
        monotonicMicroseconds: UInt64(clamping: row["monotonic_us"] as Int64), pid: row["pid"]),
      at: Timestamp(microseconds: row["at"]), hostname: row["hostname"], user: row["user"],
      origin: Endpoint(address: row["address"], port: row["port"]), method: row["method"], key: key(row),
      isVerified: row["verified"], cursor: row["cursor"], session: session(row))
    login.earlierFactors = JSONText.decode([Factor].self, row["earlier_factors"]) ?? []
    return login
  }

  /// What was new about it; nothing where nobody has decided yet.
  static func news(_ row: Row) -> [News] {
    (JSONText.decode([String].self, row["news"]) ?? []).compactMap(News.init)
  }

  /// What was looked up about it.
  static func findings(_ row: Row) -> LoginFindings {
    var findings = LoginFindings()
    findings.place = JSONText.decode(Place.self, row["place"])
    findings.reverseName = row["reverse_name"]
    findings.keyName = (row["key_comment"] as String?).map { KeyName(comment: $0, options: row["key_options"]) }
    return findings
  }

  static func failures(_ row: Row) -> LoginReport.Failures {
    LoginReport.Failures(fromSource: row["failures_from_source"] ?? 0, forUser: row["failures_for_user"] ?? 0)
  }

  static func recorded(_ row: Row) -> RecordedLogin {
    let decision = (row["decision"] as String?).map { name in
      RecordedDecision(name: name, reason: row["decision_reason"] ?? "", findings: findings(row), news: news(row))
    }
    return RecordedLogin(id: row["id"], login: login(row), failures: failures(row), decision: decision)
  }

  private static func key(_ row: Row) -> KeyUse? {
    guard let type: String = row["key_type"] else { return nil }
    let certificate = (row["cert_id"] as String?).map {
      Certificate(id: $0, serial: row["cert_serial"], authority: row["cert_ca"])
    }
    return KeyUse(type: type, fingerprint: row["fingerprint"], certificate: certificate)
  }

  private static func session(_ row: Row) -> SessionState {
    var session = SessionState()
    session.isOpenInPAM = row["pam_open"]
    session.uid = row["uid"]
    session.logindID = row["logind_session"]
    session.isGoingDown = row["going_down"]
    session.tty = row["tty"]
    session.unconfirmedDisconnect = end(
      row["unconfirmed_disconnect_at"], sign: .disconnect, row["unconfirmed_duration_us"])
    session.end = end(row["closed_at"], sign: SessionEnd.Sign(rawValue: row["closed_by"] ?? ""), row["duration_us"])
    return session
  }

  private static func end(_ at: Int64?, sign: SessionEnd.Sign?, _ duration: Int64?) -> SessionEnd? {
    guard let at, let sign else { return nil }
    return SessionEnd(at: Timestamp(microseconds: at), sign: sign, durationMicroseconds: duration ?? 0)
  }
}

extension Store {
  /// The logins whose sessions have not ended, in the order of login.
  public func openLogins() throws -> [Login] {
    try queue.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM login WHERE closed_at IS NULL ORDER BY id").map(LoginTable.login)
    }
  }

  /// The logins that nobody has decided about yet, oldest first.
  public func undecidedLogins(limit: Int) throws -> [RecordedLogin] {
    try queue.read { database in
      let sql = "SELECT * FROM login WHERE decision IS NULL ORDER BY id LIMIT ?"
      return try Row.fetchAll(database, sql: sql, arguments: [limit]).map {
        LoginTable.recorded($0)
      }
    }
  }

  /// How many logins the record holds.
  public func loginCount() throws -> Int {
    try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM login") ?? 0 }
  }
}
