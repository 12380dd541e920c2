// A login that is half done: sshd has logged `Partial publickey for …` (LogLevel VERBOSE), and asks for another method.

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
