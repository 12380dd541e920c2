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

  /// Nil where none fits, and sshd did not name all that was used.
  private static func isOneOf(_ prints: [String], _ login: Login) -> Bool? {
    let own = login.keyUses.flatMap { [$0?.fingerprint, $0?.certificate?.authority] }.compactMap(\.self)
    if own.contains(where: prints.contains) { return true }
    return own.isEmpty || !login.namesItsKeys ? nil : false
  }

  private static func novelty(_ kinds: [News], _ report: LoginReport) -> Truth {
    if kinds.contains(where: report.news.contains) { return .yes }
    return kinds.allSatisfy(report.canTell) ? .no : .unknown
  }
}

extension LoginReport {
  /// True where the facts are known that this would be told by.
  func canTell(_ news: News) -> Bool {
    switch news {
    case .country: findings.place?.country != nil
    case .autonomousSystem: findings.place?.asn != nil
    case .travel: previous == nil || (findings.place?.position != nil && previous?.place?.position != nil)
    case .key, .sharedKey: login.namesItsKeys
    default: true
    }
  }
}

extension Login {
  /// True where sshd named each key that was used, and the CA of each certificate.
  fileprivate var namesItsKeys: Bool {
    let factors = [(method, key)] + earlierFactors.map { ($0.method, $0.key) }
    return factors.allSatisfy { method, key in
      guard method == "publickey" || method == "hostbased" || key != nil else { return true }
      guard let key, key.fingerprint != nil else { return key?.certificate?.authority != nil }
      return key.certificate.map { $0.authority != nil } ?? !key.type.hasSuffix("-CERT")
    }
  }
}
