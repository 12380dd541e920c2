// Whether a rule is for a login: a fact that is not known is neither true nor false.

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
