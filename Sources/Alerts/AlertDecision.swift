// Whether a login is mailed, and why: the reason is kept beside the login, so that one can tell later.

/// What to do about a login.
public enum AlertDecision: Equatable, Sendable {
  /// Mail it.
  case mail(Reason)
  /// Tell of it in a digest.
  case digest(Reason)
  /// Keep it in the record only.
  case silent(Reason)

  /// Why.
  public enum Reason: String, Sendable {
    /// Each login is mailed.
    case everyLogin = "every login is mailed"
    /// There are too many for a mail each.
    case tooMany = "more mails this hour than the limit"
  }

  /// `mail`, `digest` or `silent`, as the database holds it.
  public var name: String {
    switch self {
    case .mail: "mail"
    case .digest: "digest"
    case .silent: "silent"
    }
  }

  /// The reason in words.
  public var reason: String {
    switch self {
    case .mail(let reason), .digest(let reason), .silent(let reason): reason.rawValue
    }
  }
}
