// A login as the record has it: with its number, what was before it, and what was decided about it.

public import Alerts
public import Sessions

/// A login with its row number.
public struct RecordedLogin: Sendable, Equatable {
  /// `login.id`.
  public var id: Int64
  /// The login.
  public var login: Login
  /// Failed attempts in the 24 hours before.
  public var failures = LoginReport.Failures()
  /// What was decided about it; nil where it is not decided yet.
  public var decision: RecordedDecision?

  /// Takes the parts.
  public init(
    id: Int64, login: Login, failures: LoginReport.Failures = .init(), decision: RecordedDecision? = nil
  ) {
    self.id = id
    self.login = login
    self.failures = failures
    self.decision = decision
  }
}

/// What was decided about a login, and what that was made of.
public struct RecordedDecision: Sendable, Equatable {
  /// `mail`, `digest` or `silent`.
  public var name: String
  /// In words.
  public var reason: String
  /// What was looked up about the login.
  public var findings: LoginFindings
  /// What was new about it.
  public var news: [News]

  /// Takes the parts.
  public init(name: String, reason: String, findings: LoginFindings = LoginFindings(), news: [News] = []) {
    self.name = name
    self.reason = reason
    self.findings = findings
    self.news = news
  }
}

extension RecordedLogin {
  /// The same with what was found out about it, for the policy and the subject of its mail.
  public func report(_ findings: LoginFindings, news: [News]) -> LoginReport {
    var report = LoginReport(login, id: id)
    report.findings = findings
    report.failures = failures
    report.news = news
    return report
  }
}
