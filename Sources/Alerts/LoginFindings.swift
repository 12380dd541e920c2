// What was looked up about a login before it was decided about. All of it may be missing, and none of it is sure.

/// What others say of a login: databases of places, the DNS, the user's own files.
public struct LoginFindings: Equatable, Sendable {
  /// Where the address is.
  public var place: Place?
  /// The name of the address in the DNS, which has that address.
  public var reverseName: String?
  /// What the user's authorized_keys says of the key.
  public var keyName: KeyName?

  /// Nothing is known.
  public init() {}
}
