// A login as JSON, one object a line, for `replay` and `history`. Names and units are an interface.

import Sessions

/// What is known of a login; absent values are left out.
struct LoginJSON: JSONLine {
  var id: Int64?
  var user: String
  var address: String
  var port: UInt16
  var method: String
  /// All that succeeded, in order, in the words of sshd_config(5), AuthenticationMethods.
  var methods: String
  var keyType: String?
  var fingerprint: String?
  var certID: String?
  var certSerial: String?
  var certCA: String?
  /// Microseconds since 1970.
  var at: Timestamp
  var closedAt: Timestamp?
  var closedBy: String?
  /// Microseconds.
  var duration: Int64?
  var tty: String?
  var pid: Int32
  var bootID: String
  var machineID: String
  var hostname: String
  var cursor: String
  var verified: Bool

  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, user, address, port, method, methods
    case keyType = "key_type"
    case fingerprint
    case certID = "cert_id"
    case certSerial = "cert_serial"
    case certCA = "cert_ca"
    case at
    case closedAt = "closed_at"
    case closedBy = "closed_by"
    case duration = "duration_us"
    case tty
    case pid
    case bootID = "boot_id"
    case machineID = "machine_id"
    case hostname, cursor, verified
  }

  init(_ login: Login, id: Int64? = nil) {
    self.id = id
    user = login.user
    address = login.origin.address
    port = login.origin.port
    method = login.method
    methods = login.methods
    keyType = login.key?.type
    fingerprint = login.key?.fingerprint
    certID = login.key?.certificate?.id
    certSerial = login.key?.certificate?.serial
    certCA = login.key?.certificate?.authority
    at = login.at
    closedAt = login.session.end?.at
    closedBy = login.session.end?.sign.rawValue
    duration = login.session.end?.durationMicroseconds
    tty = login.session.tty
    pid = login.identity.pid
    bootID = login.identity.bootID
    machineID = login.identity.machineID
    hostname = login.hostname
    cursor = login.cursor
    verified = login.isVerified
  }
}
