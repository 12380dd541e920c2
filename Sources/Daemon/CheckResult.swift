// One line of `ssh-alertd check`.

/// What a check found.
public struct CheckResult: Equatable, Sendable {
  /// How it stands.
  public enum Verdict: String, Sendable {
    /// As it should be.
    case ok
    /// It works, but not as somebody would expect.
    case warning
    /// It does not work.
    case failed
  }

  /// What was looked at.
  public var subject: String
  /// How it stands.
  public var verdict: Verdict
  /// What was found.
  public var text: String
  /// What to do about it.
  public var hint: String?
}
