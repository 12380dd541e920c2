// What stays known of a login when its row is gone: without it, an old acquaintance would be new again.

/// Something that a login is not the first to have.
public struct KnownFact: Hashable, Sendable {
  /// What is known.
  public enum Kind: String, Sendable {
    /// That the account logged in at all; the value is empty.
    case login
    /// From where: an IPv4 /24 or an IPv6 /64.
    case network
    /// With which key: its fingerprint, or that of the CA that signed it.
    case key
    /// By which method.
    case method
  }

  /// What is known.
  public var kind: Kind
  /// Its value.
  public var value: String

  /// All that a login makes known.
  public static func of(_ login: Login) -> [KnownFact] {
    let keys = ([login.key] + login.earlierFactors.map(\.key)).compactMap {
      $0?.certificate?.authority ?? $0?.fingerprint
    }
    let methods = login.earlierFactors.map(\.method) + [login.method]
    return [KnownFact(kind: .login, value: "")]
      + [KnownFact(kind: .network, value: SourceAddress.neighbourhood(of: login.origin.address))]
      + keys.map { KnownFact(kind: .key, value: $0) } + methods.map { KnownFact(kind: .method, value: $0) }
  }
}
