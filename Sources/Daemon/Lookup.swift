// Who is asked about a login, as the configuration says it.

public import GeoIP

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
