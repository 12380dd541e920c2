// A rule and its trial, in words: for `ssh-alertd explain`.

import Sessions

extension AlertRule {
  /// `user backup, not country CZ: ignore`.
  public var words: String {
    let parts = conditions.map(\.words) + exceptions.map { "not \($0.words)" }
    let who = parts.isEmpty ? "every login" : parts.joined(separator: ", ")
    return "\(who): \(action.words)" + (recipients.map { " to \($0.joined(separator: ", "))" } ?? "")
  }
}

extension AlertAction {
  /// As the configuration has it.
  public var words: String {
    switch self {
    case .mail: "mail"
    case .digest(.burst): "digest"
    case .digest(let kind): "\(kind.rawValue) digest"
    case .ignore: "ignore"
    }
  }
}

extension AlertCondition {
  /// `user backup or deploy`.
  public var words: String { "\(name) \(values.joined(separator: " or "))" }

  private var name: String {
    switch self {
    case .user: "user"
    case .host: "host"
    case .address: "address"
    case .country: "country"
    case .key: "key"
    case .method: "method"
    case .novelty, .anyNovelty: "novelty"
    }
  }

  private var values: [String] {
    switch self {
    case .user(let values), .host(let values), .country(let values), .key(let values), .method(let values): values
    case .address(let ranges): ranges.map(\.description)
    case .novelty(let kinds): kinds.map(\.rawValue)
    case .anyNovelty(let isAny): [isAny ? "any" : "none"]
    }
  }

  /// What a login has there; nil where that is not known.
  private func fact(of report: LoginReport) -> String? {
    let login = report.login
    switch self {
    case .user: return login.user
    case .host: return login.hostname
    case .address: return login.origin.address
    case .country: return report.findings.place?.country
    case .key: return login.key?.fingerprint ?? login.key?.certificate?.authority
    case .method: return login.methods
    case .novelty, .anyNovelty:
      return report.news.isEmpty ? "none" : report.news.map(\.rawValue).joined(separator: ", ")
    }
  }

  /// `country is not known`, `user is alice`.
  func finding(in report: LoginReport, _ truth: Truth) -> String {
    let fact = truth == .unknown ? nil : fact(of: report)?.printable(limit: 100)
    return "\(name) is \(fact ?? "not known")"
  }
}

extension RuleTrial {
  /// `fits`, `does not fit: user is alice`.
  public func words(about report: LoginReport) -> String {
    switch self {
    case .matched(isCertain: true): "fits"
    case .matched(isCertain: false): "fits, as far as is known"
    case .failed(let condition, _, let truth): "does not fit: \(condition.finding(in: report, truth))"
    }
  }
}
