// What the user's authorized_keys says of a key. Its owner wrote it: it names a key to people, and decides nothing.

/// What stands beside a key in authorized_keys (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Bounded and printable.
public struct KeyName: Codable, Equatable, Sendable {
  /// The words behind the key; empty where there are none.
  public var comment: String
  /// The options in front of it: `from="10.0.0.0/8",command="…"`.
  public var options: String?

  /// Takes the parts.
  public init(comment: String, options: String? = nil) {
    self.comment = comment
    self.options = options
  }
}
