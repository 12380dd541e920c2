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

  init(of entry: JournalEntry, pid: Int32) {
    self.init(
      machineID: entry.machineID, bootID: entry.bootID, monotonicMicroseconds: entry.monotonicMicroseconds, pid: pid)
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
  /// The methods that succeeded before that one, in order, where sshd logged them.
  public var earlierFactors: [Factor] = []
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
}

extension Login {
  /// All methods that succeeded, in order: `publickey,password`, in the words of sshd_config(5), AuthenticationMethods.
  public var methods: String {
    (earlierFactors.map(\.method) + [method]).joined(separator: ",")
  }
}
