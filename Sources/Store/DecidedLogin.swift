// What the Alerter hands over to be committed.

public import Alerts
public import Sessions

/// A login, what to do about it, and the mail that this asks for.
public struct DecidedLogin: Sendable {
  /// Which login.
  public var login: RecordedLogin
  /// What was new about it.
  public var news: [KnownFact.Kind]
  /// What to do.
  public var decision: AlertDecision
  /// One a recipient.
  public var mail: [RoutedMail]

  /// Takes the parts.
  public init(_ login: RecordedLogin, news: [KnownFact.Kind] = [], _ decision: AlertDecision, mail: [RoutedMail]) {
    self.login = login
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

  /// Takes both.
  public init(_ heading: MailHeading, _ route: AlertRoute = .ownMail) {
    self.heading = heading
    self.route = route
  }
}
