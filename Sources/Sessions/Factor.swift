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
