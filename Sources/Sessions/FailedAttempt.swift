// Somebody was not let in. What the line says of him is his own text; only the address that sshd added is to be relied on.

/// A line by which sshd says that somebody failed to log in.
public struct FailedAttempt: Equatable, Sendable {
  /// How somebody failed.
  public enum Kind: String, Sendable, CaseIterable {
    // Methods that sshd refused.
    case password, publickey, hostbased, none
    case keyboardInteractive = "keyboard-interactive"
    case gssapi
    // Why it refused them.
    case invalidUser = "invalid user"
    case notAllowed = "not allowed"
    case rootRefused = "root refused"
    case tooManyAttempts = "too many attempts"
    case accountDenied = "account denied"
    // How a connection ended that never logged in.
    case closed, reset, disconnected, timeout
    case dropped, penalty, refused
    case noCommonAlgorithm = "no common algorithm"
    case badProtocol = "bad protocol"
  }

  /// What a line adds to the number of failures: sshd often writes several for one.
  public enum Weight: Equatable, Sendable {
    /// One failure.
    case attempt
    /// One failure, unless this connection has counted already.
    case ending
    /// None: the line that counts comes as well.
    case remark
  }

  /// `_MACHINE_ID`.
  public var machineID: String
  /// `_HOSTNAME`.
  public var hostname: String
  /// When it was logged.
  public var at: Timestamp
  /// Of the process that logged it.
  public var pid: Int32
  /// How.
  public var kind: Kind
  /// What it counts.
  public var weight: Weight
  /// The name that was tried, decoded and cut at 100 characters; nil where there was none.
  public var user: String?
  /// Where it came from; nil where the line could be read in more than one way, or does not say.
  public var address: String?

  /// Takes what the line says.
  public init(
    machineID: String, hostname: String, at: Timestamp, pid: Int32, kind: Kind, weight: Weight, user: String?,
    address: String?
  ) {
    self.machineID = machineID
    self.hostname = hostname
    self.at = at
    self.pid = pid
    self.kind = kind
    self.weight = weight
    self.user = user
    self.address = address
  }

  /// sshd logs no more of a name (auth.c, `auth_log`, `%.100s`); where the end of a connection names it, it is up to 187.
  public static let longestUser = 100
}
