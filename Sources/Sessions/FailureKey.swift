// What a failure is counted under.

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
