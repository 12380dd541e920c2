// A login as JSON, one object a line, for `replay` and `history`. Names and units are an interface.

import Alerts
import Sessions
import Store

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
  var reverseName: String?
  var country: String?
  var city: String?
  var asn: UInt32?
  var provider: String?
  var keyComment: String?
  /// What was new about it, in the words of the column `login.news`; blanks between.
  var news: String?
  /// `mail`, `digest` or `silent`.
  var decision: String?
  var decisionReason: String?

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
    case reverseName = "reverse_name"
    case country, city, asn, provider
    case keyComment = "key_comment"
    case news, decision
    case decisionReason = "decision_reason"
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

  init(_ recorded: RecordedLogin) {
    self.init(recorded.login, id: recorded.id)
    let findings = recorded.decision?.findings
    reverseName = findings?.reverseName
    country = findings?.place?.country
    city = findings?.place?.city
    asn = findings?.place?.asn
    provider = findings?.place?.network
    keyComment = findings?.keyName?.comment
    news = recorded.decision?.news.map(\.rawValue).joined(separator: " ")
    decision = recorded.decision?.name
    decisionReason = recorded.decision?.reason
  }
}
