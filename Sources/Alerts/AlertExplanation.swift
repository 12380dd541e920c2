// How a decision came about, for a person to read: `ssh-alertd explain` and `replay --explain`.

import Sessions

/// What the rules say of a login, and why.
public struct AlertExplanation: Sendable {
  private let report: LoginReport
  private let policy: AlertPolicy
  private let verdict: AlertVerdict

  /// Tries the rules.
  public init(of report: LoginReport, by policy: AlertPolicy) {
    self.report = report
    self.policy = policy
    verdict = policy.decide(about: report)
  }

  /// A line for each thing that is new, each rule that was tried, and the outcome.
  public var lines: [String] {
    newsLines + zip(policy.rules, verdict.trials).enumerated().flatMap(ruleLines) + [outcome]
  }

  private var newsLines: [String] {
    report.news.isEmpty ? ["new: nothing"] : report.newsSentences.map { "new: \($0)" }
  }

  private func ruleLines(_ index: Int, _ tried: (rule: AlertRule, trial: RuleTrial)) -> [String] {
    ["rule \(index + 1): \(tried.rule.words)", "  \(tried.trial.words(about: report))"]
  }

  private var outcome: String {
    let fallback = policy.mailsOnlyNews ? "new" : "every"
    let origin = if case .rule = verdict.reason { "" } else { " (alerts.mail: \(fallback))" }
    let others = verdict.alsoTellsOthers ? ", and mail.to" : ""
    let recipients = verdict.recipients.map { " to \($0.joined(separator: ", "))\(others)" } ?? ""
    return "so: \(verdict.action.words)\(recipients), since \(verdict.reason.words)\(origin)"
  }
}
