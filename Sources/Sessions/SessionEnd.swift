// When a session ended, and by what that is known.

/// The end of a session.
public struct SessionEnd: Equatable, Sendable {
  /// By what an end is known.
  public enum Sign: String, Sendable, CaseIterable {
    /// pam closed the session.
    case pam
    /// sshd's line `Disconnected from user`.
    case disconnect
    /// logind removed the session.
    case logind
    /// The machine started anew.
    case reboot
    /// Its pid was seen again, with no sign of an end in between.
    case lost
  }

  /// When the first sign of it was logged.
  public var at: Timestamp
  /// The first sign of it.
  public var sign: Sign

  /// Takes the first sign of an end.
  public init(at: Timestamp, sign: Sign) {
    self.at = at
    self.sign = sign
  }
}
