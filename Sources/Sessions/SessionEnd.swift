// When a session ended, how long it lasted, and by what that is known.

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
  /// Microseconds from the login to that sign, by the time since the boot: whatever the clock did in between. After a reboot
  /// only the clock can tell.
  public var durationMicroseconds: Int64

  /// Takes the first sign of an end.
  public init(at: Timestamp, sign: Sign, durationMicroseconds: Int64) {
    self.at = at
    self.sign = sign
    self.durationMicroseconds = durationMicroseconds
  }

  /// The end of a login's session that an entry is a sign of.
  init(of login: LoginIdentity, since start: Timestamp, sign: Sign, seenIn entry: JournalEntry) {
    let isSameBoot = login.bootID == entry.bootID
    let byBoot = Int64(clamping: entry.monotonicMicroseconds) - Int64(clamping: login.monotonicMicroseconds)
    let byClock = entry.at.microseconds - start.microseconds
    self.init(at: entry.at, sign: sign, durationMicroseconds: max(0, isSameBoot ? byBoot : byClock))
  }
}
