// What the Alerter hands over to be committed.

public import Alerts
public import Foundation

/// A login, what to do about it, and the mail that this asks for.
public struct DecidedLogin: Sendable {
  /// Which login.
  public var login: RecordedLogin
  /// What was looked up about it.
  public var findings: LoginFindings
  /// What was new about it.
  public var news: [News]
  /// What to do.
  public var decision: AlertDecision
  /// One a recipient.
  public var mail: [RoutedMail]
  /// Whether the end of its session is to be mailed too, to those that get a mail of its own.
  public var asksForLogout = false

  /// Takes the parts.
  public init(
    _ login: RecordedLogin, findings: LoginFindings = LoginFindings(), news: [News] = [],
    _ decision: AlertDecision, mail: [RoutedMail]
  ) {
    self.login = login
    self.findings = findings
    self.news = news
    self.decision = decision
    self.mail = mail
  }
}

/// A heading, and whether it is for a mail of its own; for a digest it is used where none is open yet.
public struct RoutedMail: Sendable {
  /// To whom, from whom.
  public var heading: MailHeading
  /// How.
  public var route: AlertRoute
  /// When a digest is due that is begun with it; nil for as soon as there is a pause.
  public var due: Date?

  /// Takes the parts.
  public init(_ heading: MailHeading, _ route: AlertRoute = .ownMail, due: Date? = nil) {
    self.heading = heading
    self.route = route
    self.due = due
  }
}
