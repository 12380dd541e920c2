// What the Alerter hands over to be committed.

public import Alerts

/// A login, what to do about it, and the mail that this asks for.
public struct DecidedLogin: Sendable {
  /// Which login.
  public var login: RecordedLogin
  /// What to do.
  public var decision: AlertDecision
  /// One a recipient.
  public var mail: [MailHeading]

  /// Takes the parts.
  public init(_ login: RecordedLogin, _ decision: AlertDecision, mail: [MailHeading]) {
    self.login = login
    self.decision = decision
    self.mail = mail
  }
}
