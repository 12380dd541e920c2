// What a rule can ask of a login.

public import Sessions

/// A fact that a rule names, with the values that fit; any of them will do.
public enum AlertCondition: Equatable, Sendable {
  /// Accounts.
  case user([String])
  /// Names of servers, in any case.
  case host([String])
  /// Where the client is.
  case address([AddressRange])
  /// ISO 3166-1, alpha-2.
  case country([String])
  /// Fingerprints of keys or of CAs; never comments, which the user writes.
  case key([String])
  /// Methods, as the record has them; of several factors any.
  case method([String])
  /// Kinds of news.
  case novelty([News])
  /// Anything new, or nothing.
  case anyNovelty(Bool)

  /// Whether it holds of a login.
  public func truth(of report: LoginReport) -> Truth {
    let login = report.login
    switch self {
    case .user(let names): return Truth(names.contains(login.user))
    case .host(let names): return Truth(names.contains { $0.lowercased() == login.hostname.lowercased() })
    case .address(let ranges): return Truth(Self.contains(login.origin.address, ranges))
    case .country(let codes): return Truth(report.findings.place?.country.map(codes.contains))
    case .key(let prints): return Truth(Self.isOneOf(prints, login))
    case .method(let methods):
      return Truth(methods.contains { ([login.method] + login.earlierFactors.map(\.method)).contains($0) })
    case .novelty(let kinds): return Self.novelty(kinds, report)
    case .anyNovelty(let isAny): return Truth(report.news.isEmpty != isAny)
    }
  }

  /// Nil for `UNKNOWN` in place of an address.
  private static func contains(_ address: String, _ ranges: [AddressRange]) -> Bool? {
    IPAddress(address).map { address in ranges.contains { $0.contains(address) } }
  }

  /// Nil where a key was used that sshd did not name, and where none was used.
  private static func isOneOf(_ prints: [String], _ login: Login) -> Bool? {
    let own = login.keyUses.flatMap { [$0?.fingerprint, $0?.certificate?.authority] }.compactMap(\.self)
    return own.isEmpty ? nil : own.contains(where: prints.contains)
  }

  /// What needs a place cannot be told without one.
  private static func novelty(_ kinds: [News], _ report: LoginReport) -> Truth {
    if kinds.contains(where: report.news.contains) { return .yes }
    return report.findings.place == nil && kinds.contains(where: News.needPlace.contains) ? .unknown : .no
  }
}
