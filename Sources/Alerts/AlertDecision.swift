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
  public enum Reason: Equatable, Sendable {
    /// Each login is mailed.
    case everyLogin
    /// Only what has something new is mailed, and this has.
    case somethingNew
    /// Only what has something new is mailed, and this has not.
    case nothingNew
    /// A rule says so; its number, from 1 on.
    case rule(Int)
    /// There are too many for a mail each.
    case tooMany

    /// In words.
    public var words: String {
      switch self {
      case .everyLogin: "every login is mailed"
      case .somethingNew: "something is new"
      case .nothingNew: "nothing is new"
      case .rule(let number): "rule \(number)"
      case .tooMany: "more mails this hour than the limit"
      }
    }
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
    case .mail(let reason), .digest(let reason), .silent(let reason): reason.words
    }
  }
}
