// One of the methods by which somebody proved who he is, where sshd asks for several (AuthenticationMethods). All but the last
// are logged at LogLevel VERBOSE only, before the login: `Partial publickey for …`.

/// A method that succeeded, and the key where it used one.
public struct Factor: Hashable, Sendable, Codable {
  /// With its submethod: `publickey`, `keyboard-interactive/pam`.
  public var method: String
  /// The key, for the methods that use one.
  public var key: KeyUse?

  /// Takes a method.
  public init(method: String, key: KeyUse? = nil) {
    self.method = method
    self.key = key
  }
}

/// A method that succeeded where another one is still asked for: no login yet.
public struct PendingFactor: Equatable, Sendable {
  /// The connection, and when.
  public var identity: LoginIdentity
  /// What succeeded.
  public var factor: Factor

  /// Takes what sshd said.
  public init(identity: LoginIdentity, factor: Factor) {
    self.identity = identity
    self.factor = factor
  }

  /// How long a connection may take for the rest: sshd's LoginGraceTime is 2 minutes, unless somebody changed it. What is
  /// older is of an earlier connection with the same pid. Microseconds.
  static let longestWait: UInt64 = 3_600_000_000

  /// How many there may be, of all machines together: somebody who has a key and no password can make as many as he likes.
  public static let most = 1000
}
