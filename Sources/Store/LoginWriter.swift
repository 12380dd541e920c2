// Writing logins, in the course of one transaction: each statement is prepared once, and its arguments go by their places, since
// that is most of what catching up costs.

import GRDB
import Sessions

/// Inserts and updates logins.
struct LoginWriter {
  private let database: Database
  private let update: Statement
  private let insert: Statement
  private let forgetFactors: Statement
  private let failures: FailedAttemptTable
  private let now: Timestamp

  init(_ database: Database, after failures: FailedAttemptTable, at now: Timestamp) throws {
    self.database = database
    self.failures = failures
    self.now = now
    update = try database.cachedStatement(sql: Self.updateSession)
    insert = try database.cachedStatement(sql: Self.insertNew)
    forgetFactors = try database.cachedStatement(sql: PendingFactorTable.forget)
  }

  /// Inserts a login, or updates what is known of its session. A row that is closed stays so: after a fallen-back cursor the
  /// same entries are read again.
  /// - Returns: true for a new one.
  func save(_ login: Login) throws -> Bool {
    try update.execute(arguments: StatementArguments(session(login) + identity(login)))
    guard database.changesCount == 0 else { return false }
    let before = try failures.dayBefore(login)
    try insert.execute(
      arguments: StatementArguments(
        identity(login) + session(login) + facts(login) + [before.fromSource, before.forUser]))
    guard database.changesCount > 0 else { return false }
    try forgetFactors.execute(arguments: [login.identity.machineID, login.identity.bootID, login.identity.pid])
    return true
  }

  private static let identityColumns = ["machine_id", "boot_id", "monotonic_us", "pid"]
  private static let sessionColumns = [
    "pam_open", "uid", "logind_session", "tty", "going_down", "unconfirmed_disconnect_at", "unconfirmed_duration_us",
    "closed_at", "closed_by", "duration_us",
  ]
  private static let factColumns = [
    "at", "hostname", "user", "address", "network", "port", "method", "key_type", "fingerprint", "cert_id",
    "cert_serial",
    "cert_ca", "earlier_factors", "verified", "cursor", "recorded_at", "failures_from_source", "failures_for_user",
  ]

  private static let updateSession = """
    UPDATE login SET \(sessionColumns.map { "\($0) = ?" }.joined(separator: ", "))
    WHERE \(identityColumns.map { "\($0) = ?" }.joined(separator: " AND ")) AND closed_at IS NULL
    """

  private static let insertNew = {
    let columns = identityColumns + sessionColumns + factColumns
    return """
      INSERT INTO login (\(columns.joined(separator: ", ")))
      VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
      ON CONFLICT (machine_id, boot_id, monotonic_us, pid) DO NOTHING
      """
  }()

  private typealias Values = [(any DatabaseValueConvertible)?]

  private func identity(_ login: Login) -> Values {
    let identity = login.identity
    return [identity.machineID, identity.bootID, Int64(clamping: identity.monotonicMicroseconds), identity.pid]
  }

  private func session(_ login: Login) -> Values {
    let session = login.session
    return [
      session.isOpenInPAM, session.uid, session.logindID, session.tty, session.isGoingDown,
      session.unconfirmedDisconnect?.at.microseconds, session.unconfirmedDisconnect?.durationMicroseconds,
      session.end?.at.microseconds, session.end?.sign.rawValue, session.end?.durationMicroseconds,
    ]
  }

  private func facts(_ login: Login) throws -> Values {
    let certificate = login.key?.certificate
    return [
      login.at.microseconds, login.hostname, login.user, login.origin.address,
      SourceAddress.neighbourhood(of: login.origin.address), login.origin.port, login.method,
      login.key?.type, login.key?.fingerprint, certificate?.id, certificate?.serial, certificate?.authority,
      login.earlierFactors.isEmpty ? nil : try JSONText.encode(login.earlierFactors), login.isVerified, login.cursor,
      now.microseconds,
    ]
  }
}
