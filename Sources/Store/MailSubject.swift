// What a row of the outbox is about, as its columns say it.

import Alerts

/// What a mail is about.
enum MailSubject {
  /// A login; its number.
  case login(Int64)
  /// A time in which logins may have been missed; its number.
  case gap(Int64)
  /// Many logins.
  case digest(DigestKind)
  /// The end of a login's session; the login's number.
  case logout(Int64)
  /// A burst of failures.
  case failures(FailureBurst)
  /// A week.
  case weekly(WeeklySummary)

  var kind: String {
    switch self {
    case .login: "login"
    case .gap: "gap"
    case .digest(let kind): kind.rawValue
    case .logout: "logout"
    case .failures: "failures"
    case .weekly: "weekly"
    }
  }

  var login: Int64? {
    switch self {
    case .login(let id), .logout(let id): id
    case .gap, .digest, .failures, .weekly: nil
    }
  }

  var gap: Int64? { if case .gap(let id) = self { id } else { nil } }

  /// JSON of what is in no other table.
  func topic() throws -> String? {
    switch self {
    case .login, .logout, .gap, .digest: nil
    case .failures(let burst): try JSONText.encode(burst)
    case .weekly(let week): try JSONText.encode(week)
    }
  }
}
