// A rule of the configuration: which logins it is for, and what becomes of them.

/// What a rule does about a login.
public enum AlertAction: Equatable, Sendable {
  /// A mail, as far as the limit allows.
  case mail
  /// A line in a digest.
  case digest(DigestKind)
  /// Nothing but the record.
  case ignore
}

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

/// How a rule was tried on a login.
public enum RuleTrial: Equatable, Sendable {
  /// It is for this login; as far as is known, where a fact is not.
  case matched(isCertain: Bool)
  /// It is not, on account of this condition.
  case failed(AlertCondition, isException: Bool, Truth)
}

/// Whether something holds, as far as is known.
public enum Truth: Equatable, Sendable {
  /// It does.
  case yes
  /// It does not.
  case no
  /// The fact that it asks for is not known.
  case unknown

  init(_ isTrue: Bool?) {
    self = isTrue.map { $0 ? .yes : .no } ?? .unknown
  }

  var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }
}
