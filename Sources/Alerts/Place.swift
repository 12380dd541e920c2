// Where an address is: what a lookup told, and never exactly.

/// Where an address is, as far as somebody knows. All texts are bounded and printable, whoever wrote them.
public struct Place: Codable, Equatable, Sendable {
  /// `Prague`.
  public var city: String?
  /// `Hlavní město Praha`.
  public var region: String?
  /// ISO 3166-1, alpha-2: `CZ`.
  public var country: String?
  /// Degrees, north and east positive.
  public var position: Position?
  /// Of the tz database: `Europe/Prague`.
  public var timeZone: String?
  /// Number of the autonomous system that announces the address (RFC 6793).
  public var asn: UInt32?
  /// Who runs that system: `Example Telecom`.
  public var network: String?
  /// Who told: the names of the files, or `ipinfo.io`.
  public var source: String

  /// A point on the globe.
  public struct Position: Codable, Equatable, Sendable {
    /// Degrees.
    public var latitude: Double
    /// Degrees.
    public var longitude: Double
    /// The place is somewhere within so many kilometres; 0 where nobody says.
    public var radius: Int

    /// Takes degrees that are on the globe.
    public init?(latitude: Double, longitude: Double, radius: Int = 0) {
      guard (-90...90).contains(latitude), (-180...180).contains(longitude), radius >= 0 else { return nil }
      self.latitude = latitude
      self.longitude = longitude
      self.radius = radius
    }
  }

  /// Takes the source; the rest is set as it is found.
  public init(source: String) {
    self.source = source
  }

  /// `Prague, CZ`; nil where not even the country is known.
  public var words: String? {
    let parts = [city ?? region, country].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// `AS64500 Example Telecom`.
  public var networkWords: String? {
    let parts = [asn.map { "AS\($0)" }, network].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
