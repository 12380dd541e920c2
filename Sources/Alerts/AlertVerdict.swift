// The outcome of a policy for one login, with the way to it.

/// What a policy says of a login, and how it came to that.
public struct AlertVerdict: Equatable, Sendable {
  /// What to do.
  public var action: AlertAction
  /// Why.
  public var reason: AlertDecision.Reason
  /// Who is told in place of `mail.to`.
  public var recipients: [String]?
  /// True where those of `mail.to` are told as well, since nobody knows whether the rule is meant.
  public var alsoTellsOthers: Bool
  /// A trial for each rule up to the one that decided.
  public var trials: [RuleTrial]

  init(
    _ action: AlertAction, _ reason: AlertDecision.Reason, recipients: [String]? = nil, alsoTellsOthers: Bool = false,
    trials: [RuleTrial] = []
  ) {
    self.action = action
    self.reason = reason
    self.recipients = recipients
    self.alsoTellsOthers = alsoTellsOthers
    self.trials = trials
  }

  /// Who is told, of those of `mail.to` and of the rule's own.
  public func recipients(insteadOf others: [String]) -> [String] {
    guard let recipients else { return others }
    return alsoTellsOthers ? recipients + others.filter { !recipients.contains($0) } : recipients
  }

  /// As the record has it.
  public var decision: AlertDecision {
    switch action {
    case .mail: .mail(reason)
    case .digest: .digest(reason)
    case .ignore: .silent(reason)
    }
  }
}
