// What a mail can be about.

public import Sessions

/// What a mail is about.
public enum AlertTopic: Equatable, Sendable {
  /// Somebody logged in.
  case login(LoginReport)
  /// Logins may have been missed; over, or still going on.
  case gap(Gap, isOver: Bool)
  /// Many people logged in.
  case digest(Digest)
  /// Somebody logged out.
  case logout(Logout)
  /// Many were not let in.
  case failures(FailureBurst)
  /// A week is over.
  case weekly(WeeklySummary)

  /// The server's name.
  public var hostname: String {
    switch self {
    case .login(let report): report.login.hostname
    case .gap(let gap, _): gap.hostname
    case .digest(let digest): digest.hostname
    case .logout(let logout): logout.login.hostname
    case .failures(let burst): burst.hostname
    case .weekly(let week): week.hostname
    }
  }

  /// One line that says it: `alice logged in to web1 from 203.0.113.7 (Prague, CZ)`; of a login with something new
  /// `NEW: alice logged in …: new country, password`.
  public var subject: String {
    let host = hostname.printable(limit: 64)
    switch self {
    case .login(let report):
      return report.subject
    case .gap(let gap, let isOver):
      return isOver && gap.reason.mayGoOn
        ? "\(host): logins can be seen again" : "\(host): logins may have been missed"
    case .digest(let digest): return digest.subject
    case .logout(let logout): return logout.subject
    case .failures(let burst): return burst.subject
    case .weekly(let week): return week.subject
    }
  }
}
