// A rule of the configuration: which logins it is for, and what becomes of them.

/// One of an ordered list, of which the first that fits decides.
public struct AlertRule: Equatable, Sendable {
  /// All of these must hold.
  public var conditions: [AlertCondition] = []
  /// None of these may.
  public var exceptions: [AlertCondition] = []
  /// What to do.
  public var action: AlertAction
  /// Who is told in place of `mail.to`.
  public var recipients: [String]?

  /// A rule for all logins.
  public init(_ action: AlertAction) {
    self.action = action
  }

  /// Whether the rule is for a login, and if not, on account of what. A fact that is not known never satisfies a rule that keeps a
  /// login quiet, whether it asks for the fact or rules it out; and it never stands in the way of a mail (DESIGN.md, 'What always
  /// holds'), nor takes one away from those that it would go to without the rule.
  public func trial(on report: LoginReport) -> RuleTrial {
    var isCertain = true
    for (condition, isException) in conditions.map({ ($0, false) }) + exceptions.map({ ($0, true) }) {
      let truth = condition.truth(of: report)
      if !isSatisfied(by: isException ? truth.negated : truth) {
        return .failed(condition, isException: isException, truth)
      }
      if truth == .unknown { isCertain = false }
    }
    return .matched(isCertain: isCertain)
  }

  private func isSatisfied(by truth: Truth) -> Bool {
    truth == .yes || truth == .unknown && action == .mail
  }
}
