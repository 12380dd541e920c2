// What can be done about a login.

/// What a rule does about a login.
public enum AlertAction: Equatable, Sendable {
  /// A mail, as far as the limit allows.
  case mail
  /// A line in a digest.
  case digest(DigestKind)
  /// Nothing but the record.
  case ignore
}
