// What is asked about a login, and who is asked: `lookup` in the configuration.

public import GeoIP
import Keys

/// `lookup`: who is asked about a login. Nothing leaves the machine but names of addresses, unless a service is set.
public struct Lookup: Equatable, Sendable {
  /// `lookup.files`: MaxMind files; nil for those in the usual directories.
  public var files: [String]?
  /// `lookup.ipinfo`; nil for nobody.
  public var ipinfo: PlaceServiceSettings.Edition?
  /// `lookup.ipinfo_server`: in place of ipinfo's own.
  public var server: String?
  /// `lookup.ipinfo_token_file`.
  public var tokenFile: String?
  /// `lookup.reverse_dns`.
  public var asksReverseNames = true
  /// `lookup.key_names`.
  public var asksKeyNames = true
  /// `lookup.timeout`: how long all questions about the logins that wait may take together.
  public var limit = Duration.seconds(3)

  /// The defaults.
  public init() {}
}

/// The same, with what only the machine knows: the token, and whose keys can be named here.
struct LookupSettings: Sendable {
  var lookup = Lookup()
  var service: PlaceServiceSettings?
  var keyNames: KeyNames?
}

extension Configuration {
  /// - Throws: `ConfigurationError` for a token, or a server, that cannot be used.
  func lookupSettings() throws(ConfigurationError) -> LookupSettings {
    LookupSettings(lookup: lookup, service: try service(), keyNames: lookup.asksKeyNames ? keyNames : nil)
  }

  private func service() throws(ConfigurationError) -> PlaceServiceSettings? {
    guard let edition = lookup.ipinfo else { return nil }
    let path = ServiceCredential.placeToken.path ?? lookup.tokenFile
    var token: String?
    if let path { token = try SecretFile(path: path, kind: "token").read() }
    let settings = PlaceServiceSettings(edition, token: token, server: lookup.server, limit: lookup.limit)
    do {
      try settings.check()
    } catch {
      throw ConfigurationError(path: "lookup.ipinfo", problems: [.init(line: nil, text: error.description)])
    }
    return settings
  }
}
