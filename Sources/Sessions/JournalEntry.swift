// One entry of the journal, copied out of libsystemd's memory. Only the fields that a session can be told from.

/// An entry of the systemd journal.
///
/// Fields that journald writes with a leading underscore are its own word (systemd.journal-fields(7), "Trusted Journal
/// Fields"); all others are whatever the sender chose to say.
public struct JournalEntry: Sendable, Equatable {
  /// Where it stands: sd_journal_get_cursor(3).
  public var cursor: String
  /// When journald received it: `__REALTIME_TIMESTAMP`.
  public var at: Timestamp
  /// Microseconds since that boot: `__MONOTONIC_TIMESTAMP`.
  public var monotonicMicroseconds: UInt64
  /// `_BOOT_ID`, 32 hexadecimal digits.
  public var bootID: String
  /// `_MACHINE_ID`, 32 hexadecimal digits.
  public var machineID: String
  /// `_HOSTNAME`.
  public var hostname: String
  /// `_PID`, from the kernel.
  public var pid: Int32?
  /// `_UID`, from the kernel.
  public var uid: UInt32?
  /// `_COMM`: absent when the sender was gone before journald could look; a process can rename itself.
  public var command: String?
  /// `_EXE`: absent when the sender was gone before journald could look.
  public var executable: String?
  /// `SYSLOG_IDENTIFIER`: anybody's word.
  public var identifier: String?
  /// `MESSAGE_ID`: anybody's word.
  public var messageID: String?
  /// `MESSAGE`: anybody's word; bytes that are not UTF-8 are replaced.
  public var message: String
  /// `LEADER` of a logind entry: the pid that leads the session.
  public var leader: Int32?
  /// `SESSION_ID` of a logind entry; repeats across boots.
  public var sessionID: String?

  /// Takes what is known of an entry.
  public init(
    cursor: String, at: Timestamp, monotonicMicroseconds: UInt64, bootID: String, machineID: String = "",
    hostname: String = "", pid: Int32? = nil, uid: UInt32? = nil, command: String? = nil, executable: String? = nil,
    identifier: String? = nil, messageID: String? = nil, message: String = "", leader: Int32? = nil,
    sessionID: String? = nil
  ) {
    self.cursor = cursor
    self.at = at
    self.monotonicMicroseconds = monotonicMicroseconds
    self.bootID = bootID
    self.machineID = machineID
    self.hostname = hostname
    self.pid = pid
    self.uid = uid
    self.command = command
    self.executable = executable
    self.identifier = identifier
    self.messageID = messageID
    self.message = message
    self.leader = leader
    self.sessionID = sessionID
  }
}

extension JournalEntry {
  /// True for an entry that has lost a part which sshd and journald always write: libsystemd passes over what it cannot read.
  public var isDamaged: Bool {
    guard let identifier else { return messageID == nil && uid == nil }
    return TrustRules.identifiers.contains(identifier) && (uid == nil || (uid == 0 && message.isEmpty))
  }
}
