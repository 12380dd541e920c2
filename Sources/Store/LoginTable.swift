// Table `login`: a row a login, kept up to date until its session has ended.

import GRDB
public import Sessions

/// A login with its row number.
public struct RecordedLogin: Sendable, Equatable {
  /// `login.id`.
  public var id: Int64
  /// The login.
  public var login: Login
}

enum LoginTable {
  /// Inserts a login, or updates what is known of its session. A row that is closed stays so: after a fallen-back cursor the
  /// same entries are read again.
  /// - Returns: true for a new one.
  static func save(_ login: Login, at now: Timestamp, _ database: Database) throws -> Bool {
    let update = try database.cachedStatement(sql: updateSession)
    try update.execute(arguments: identity(login) &+ session(login))
    guard database.changesCount == 0 else { return false }
    let insert = try database.cachedStatement(sql: insertNew)
    try insert.execute(arguments: identity(login) &+ session(login) &+ facts(login, at: now))
    return database.changesCount > 0
  }

  private static let updateSession = """
    UPDATE login SET
      pam_open = :pam_open, uid = :uid, logind_session = :logind_session, going_down = :going_down,
      unconfirmed_disconnect_at = :unconfirmed_disconnect_at, closed_at = :closed_at, closed_by = :closed_by
    WHERE machine_id = :machine_id AND boot_id = :boot_id AND monotonic_us = :monotonic_us AND pid = :pid
      AND closed_at IS NULL
    """

  private static let insertNew = """
    INSERT INTO login (
      machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, port, method,
      key_type, fingerprint, cert_id, cert_serial, cert_ca, verified, cursor, recorded_at,
      pam_open, uid, logind_session, going_down, unconfirmed_disconnect_at, closed_at, closed_by
    ) VALUES (
      :machine_id, :boot_id, :monotonic_us, :pid, :at, :hostname, :user, :address, :port, :method,
      :key_type, :fingerprint, :cert_id, :cert_serial, :cert_ca, :verified, :cursor, :recorded_at,
      :pam_open, :uid, :logind_session, :going_down, :unconfirmed_disconnect_at, :closed_at, :closed_by
    ) ON CONFLICT (machine_id, boot_id, monotonic_us, pid) DO NOTHING
    """

  private static func identity(_ login: Login) -> StatementArguments {
    let identity = login.identity
    return [
      "machine_id": identity.machineID, "boot_id": identity.bootID,
      "monotonic_us": Int64(clamping: identity.monotonicMicroseconds), "pid": identity.pid,
    ]
  }

  private static func session(_ login: Login) -> StatementArguments {
    let session = login.session
    return [
      "pam_open": session.isOpenInPAM, "uid": session.uid, "logind_session": session.logindID,
      "going_down": session.isGoingDown, "unconfirmed_disconnect_at": session.unconfirmedDisconnect?.microseconds,
      "closed_at": session.end?.at.microseconds, "closed_by": session.end?.sign.rawValue,
    ]
  }

  private static func facts(_ login: Login, at now: Timestamp) -> StatementArguments {
    let certificate = login.key?.certificate
    return [
      "at": login.at.microseconds, "hostname": login.hostname, "user": login.user, "address": login.origin.address,
      "port": login.origin.port, "method": login.method, "key_type": login.key?.type,
      "fingerprint": login.key?.fingerprint, "cert_id": certificate?.id, "cert_serial": certificate?.serial,
      "cert_ca": certificate?.authority, "verified": login.isVerified, "cursor": login.cursor,
      "recorded_at": now.microseconds,
    ]
  }

  static func login(_ row: Row) -> Login {
    Login(
      identity: LoginIdentity(
        machineID: row["machine_id"], bootID: row["boot_id"],
        monotonicMicroseconds: UInt64(clamping: row["monotonic_us"] as Int64), pid: row["pid"]),
      at: Timestamp(microseconds: row["at"]), hostname: row["hostname"], user: row["user"],
      origin: Endpoint(address: row["address"], port: row["port"]), method: row["method"], key: key(row),
      isVerified: row["verified"], cursor: row["cursor"], session: session(row))
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
    session.unconfirmedDisconnect = timestamp(row["unconfirmed_disconnect_at"])
    if let at = timestamp(row["closed_at"]), let sign = SessionEnd.Sign(rawValue: row["closed_by"] ?? "") {
      session.end = SessionEnd(at: at, sign: sign)
    }
    return session
  }

  private static func timestamp(_ microseconds: Int64?) -> Timestamp? {
    microseconds.map { Timestamp(microseconds: $0) }
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
        RecordedLogin(id: $0["id"], login: LoginTable.login($0))
      }
    }
  }

  /// How many logins the record holds.
  public func loginCount() throws -> Int {
    try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM login") ?? 0 }
  }
}
