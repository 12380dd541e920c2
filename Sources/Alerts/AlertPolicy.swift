// Which logins are worth a mail.

/// Decides about logins. Pure.
public struct AlertPolicy: Equatable, Sendable {
  /// `alerts.mail: new`: where no rule decides, only what has something new is mailed.
  public var mailsOnlyNews = false
  /// `alerts.rules`: the first that fits decides.
  public var rules: [AlertRule] = []

  /// A policy that mails every login.
  public init() {}

  /// What to do about a login.
  public func decide(about report: LoginReport) -> AlertVerdict {
    var trials: [RuleTrial] = []
    for (index, rule) in rules.enumerated() {
      trials.append(rule.trial(on: report))
      if case .matched(let isCertain) = trials.last {
        return AlertVerdict(
          rule.action, .rule(index + 1), recipients: rule.recipients, alsoTellsOthers: !isCertain, trials: trials)
      }
    }
    guard mailsOnlyNews else { return AlertVerdict(.mail, .everyLogin, trials: trials) }
    return report.news.isEmpty
      ? AlertVerdict(.ignore, .nothingNew, trials: trials) : AlertVerdict(.mail, .somethingNew, trials: trials)
  }
}
