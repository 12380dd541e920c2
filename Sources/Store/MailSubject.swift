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

  var kind: String {
    switch self {
    case .login: "login"
    case .gap: "gap"
    case .digest(let kind): kind.rawValue
    }
  }

  var login: Int64? { if case .login(let id) = self { id } else { nil } }

  var gap: Int64? { if case .gap(let id) = self { id } else { nil } }

  /// JSON of what is in no other table.
  var topic: String? { nil }
}
