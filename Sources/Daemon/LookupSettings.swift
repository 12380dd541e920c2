// Who is asked about a login, with what the configuration does not hold: the token, and whose keys can be named here.

import GeoIP
import Keys

/// `lookup`, ready to be used.
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
