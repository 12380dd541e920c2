// What stays known of a login when its row is gone: without it, an old acquaintance would be new again.

public import Sessions

/// Something that a login is not the first to have.
public struct KnownFact: Hashable, Sendable {
  /// What is known.
  public enum Kind: String, Sendable {
    /// That the account logged in at all; the value is empty.
    case login
    /// From where: an IPv4 /24 or an IPv6 /64.
    case network
    /// From which autonomous system: its number.
    case autonomousSystem = "as"
    /// From which country: ISO 3166-1, alpha-2.
    case country
    /// With which key: its fingerprint, or that of the CA that signed it.
    case key
    /// By which method.
    case method
  }

  /// What is known.
  public var kind: Kind
  /// Its value.
  public var value: String

  /// Takes both.
  public init(kind: Kind, value: String) {
    self.kind = kind
    self.value = value
  }

  /// All that a login makes known.
  public static func of(_ login: Login, at place: Place? = nil) -> [KnownFact] {
    let network = SourceAddress.neighbourhood(of: login.origin.address)
    return [KnownFact(kind: .login, value: ""), KnownFact(kind: .network, value: network)]
      + facts(.autonomousSystem, [place?.asn.map { "\($0)" }]) + facts(.country, [place?.country])
      + facts(.key, login.keyUses.map { $0?.certificate?.authority ?? $0?.fingerprint })
      + facts(.method, login.earlierFactors.map(\.method) + [login.method])
  }

  private static func facts(_ kind: Kind, _ values: [String?]) -> [KnownFact] {
    values.compactMap { $0.map { KnownFact(kind: kind, value: $0) } }
  }
}

extension Login {
  /// The keys of all methods that succeeded, the last method's first; nil for one without.
  public var keyUses: [KeyUse?] { [key] + earlierFactors.map(\.key) }
}
