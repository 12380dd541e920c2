// Which logins are worth a mail.

public import Sessions

/// Decides about logins. Pure.
public struct AlertPolicy: Sendable {
  /// A policy that mails every login.
  public init() {}

  /// What to do about a login.
  public func decide(about login: Login) -> AlertDecision {
    .mail(.everyLogin)
  }
}
