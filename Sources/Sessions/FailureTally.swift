// How often somebody failed on one day, from one source, under one name: the row that a flood of lines becomes.

/// Counts failures of one key.
public struct FailureTally: Equatable, Sendable {
  /// How many.
  public var count = 0
  /// The first line, whatever it counted.
  public var firstAt: Timestamp
  /// The last one.
  public var lastAt: Timestamp
  /// Lines of each kind.
  public var kinds: [String: Int] = [:]
  /// How many in each hour of the day, UTC.
  public var hours = [Int](repeating: 0, count: 24)
  /// The connections that counted last: what sshd says of their ends counts no more. A guesser has some at a time.
  public var lastPIDs: [Int32] = []

  /// How many are kept.
  static let mostPIDs = 8

  /// Starts with nothing counted.
  public init(at time: Timestamp) {
    firstAt = time
    lastAt = time
  }

  /// Counts a line.
  /// - Returns: whether it is one more failure.
  @discardableResult
  public mutating func add(_ attempt: FailedAttempt) -> Bool {
    firstAt = min(firstAt, attempt.at)
    lastAt = max(lastAt, attempt.at)
    kinds[attempt.kind.rawValue, default: 0] += 1
    guard counts(attempt) else { return false }
    count += 1
    hours[attempt.at.hour] += 1
    lastPIDs = (lastPIDs.filter { $0 != attempt.pid } + [attempt.pid]).suffix(Self.mostPIDs)
    return true
  }

  private func counts(_ attempt: FailedAttempt) -> Bool {
    switch attempt.weight {
    case .attempt: true
    case .ending: !lastPIDs.contains(attempt.pid)
    case .remark: false
    }
  }
}
