// A login and what is known of its session: the value that travels from the journal into the database and the mail.

/// Tells one login from all others, for ever: pids and logind's session ids repeat.
public struct LoginIdentity: Hashable, Sendable {
  /// `_MACHINE_ID`.
  public var machineID: String
  /// `_BOOT_ID`.
  public var bootID: String
  /// Microseconds between that boot and the Accepted entry.
  public var monotonicMicroseconds: UInt64
  /// Of the monitor, which logged the Accepted entry.
  public var pid: Int32

  /// Takes the parts.
  public init(machineID: String, bootID: String, monotonicMicroseconds: UInt64, pid: Int32) {
    self.machineID = machineID
    self.bootID = bootID
    self.monotonicMicroseconds = monotonicMicroseconds
    self.pid = pid
  }
}

/// A login by SSH.
public struct Login: Equatable, Sendable {
  /// Which login it is.
  public var identity: LoginIdentity
  /// When journald received the Accepted entry.
  public var at: Timestamp
  /// `_HOSTNAME` of the server.
  public var hostname: String
  /// The account, decoded from sshd's escapes.
  public var user: String
  /// Where the client was.
  public var origin: Endpoint
  /// With its submethod: `publickey`, `keyboard-interactive/pam`. With two factors the last one.
  public var method: String
  /// The key, for methods that use one.
  public var key: KeyUse?
  /// False when journald could not tell the sender's executable.
  public var isVerified: Bool
  /// Of the Accepted entry.
  public var cursor: String
  /// What is known of the session's course.
  public var session: SessionState

  /// Takes all that is known of a login.
  public init(
    identity: LoginIdentity, at: Timestamp, hostname: String, user: String, origin: Endpoint, method: String,
    key: KeyUse? = nil, isVerified: Bool = true, cursor: String = "", session: SessionState = SessionState()
  ) {
    self.identity = identity
    self.at = at
    self.hostname = hostname
    self.user = user
    self.origin = origin
    self.method = method
    self.key = key
    self.isVerified = isVerified
    self.cursor = cursor
    self.session = session
  }

  init(_ line: AcceptedLine, entry: JournalEntry, pid: Int32, isVerified: Bool) {
    self.init(
      identity: LoginIdentity(
        machineID: entry.machineID, bootID: entry.bootID, monotonicMicroseconds: entry.monotonicMicroseconds, pid: pid),
      at: entry.at, hostname: entry.hostname, user: line.user, origin: line.origin, method: line.method, key: line.key,
      isVerified: isVerified, cursor: entry.cursor)
  }
}
