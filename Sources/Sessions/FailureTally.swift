// How often somebody failed on one day, from one source, under one name: the row that a flood of lines becomes.

/// Which failures are counted together.
public struct FailureKey: Hashable, Sendable {
  /// `_MACHINE_ID`.
  public var machineID: String
  /// In UTC, `2026-11-25`.
  public var day: String
  /// An IPv4 address, the /64 of an IPv6 address, or empty where it could not be told.
  public var source: String
  /// The name that was tried, or empty where there was none.
  public var user: String

  /// Takes the parts.
  public init(machineID: String, day: String, source: String, user: String) {
    self.machineID = machineID
    self.day = day
    self.source = source
    self.user = user
  }

  /// Finds where an attempt is counted.
  public init(_ attempt: FailedAttempt) {
    self.init(
      machineID: attempt.machineID, day: attempt.at.day, source: attempt.address.map(SourceAddress.network) ?? "",
      user: attempt.user ?? "")
  }

  /// What the rest is counted under once a machine's day is full.
  public var rest: FailureKey {
    FailureKey(machineID: machineID, day: day, source: "*", user: "*")
  }
}

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
  public mutating func add(_ attempt: FailedAttempt) {
    firstAt = min(firstAt, attempt.at)
    lastAt = max(lastAt, attempt.at)
    kinds[attempt.kind.rawValue, default: 0] += 1
    guard counts(attempt) else { return }
    count += 1
    hours[attempt.at.hour] += 1
    lastPIDs = (lastPIDs.filter { $0 != attempt.pid } + [attempt.pid]).suffix(Self.mostPIDs)
  }

  private func counts(_ attempt: FailedAttempt) -> Bool {
    switch attempt.weight {
    case .attempt: true
    case .ending: !lastPIDs.contains(attempt.pid)
    case .remark: false
    }
  }
}
