// A record by the paths of its values, whatever it was made of: `city.names.en`, `subdivisions.0.names.en`, `loc`. So one table
// reads all formats. Which values there are is in the table; no others are kept.
//
//     GeoIP2, GeoLite2, DB-IP    https://dev.maxmind.com/geoip/docs/databases/city-and-country, https://db-ip.com/db/lite.php
//     IPinfo's files             https://ipinfo.io/developers/database-types
//     IPinfo's service           https://ipinfo.io/developers/data-types

import Alerts

/// The values of a record that matter.
struct PlaceRecord {
  private var values: [String: PlaceValue] = [:]

  /// Keeps a value, if anybody asks for it.
  mutating func set(_ path: String, _ value: PlaceValue) {
    if Self.wanted.contains(path) { values[path] = value }
  }

  /// The value under a path.
  subscript(_ path: String) -> PlaceValue? { values[path] }

  // MARK: The table

  /// The first path under which something usable stands counts.
  private static let city = ["city.names.en", "city"]
  private static let region = ["subdivisions.0.names.en", "region"]
  private static let country = ["country.iso_code", "country_code", "country"]
  private static let latitude = ["location.latitude", "lat", "latitude"]
  private static let longitude = ["location.longitude", "lng", "longitude"]
  private static let radius = ["location.accuracy_radius", "radius"]
  private static let timeZone = ["location.time_zone", "timezone"]
  private static let asn = ["autonomous_system_number", "traits.autonomous_system_number", "asn", "asn.asn"]
  private static let network = [
    "autonomous_system_organization", "traits.autonomous_system_organization", "as_name", "asn.name", "name",
  ]
  /// `50.0880,14.4208`.
  private static let point = "loc"
  /// `AS64500 Example Telecom`.
  private static let organization = "org"
  /// True for what is not on the Internet.
  private static let bogon = "bogon"
  /// Which address the record is about.
  private static let address = "ip"
  private static let wanted = Set(
    city + region + country + latitude + longitude + radius + timeZone + asn + network
      + [point, organization, bogon, address])

  // MARK: What it says

  /// The place; nil where the record tells nothing.
  func place(source: String) -> Place? {
    var place = Place(source: source)
    place.city = text(Self.city)
    place.region = text(Self.region)
    place.country = Self.country.lazy.compactMap { values[$0]?.text.flatMap(Self.countryCode) }.first
    place.position = position
    place.timeZone = text(Self.timeZone)
    (place.asn, place.network) = (asn, network)
    return place == Place(source: source) ? nil : place
  }

  /// True for an address that is not on the Internet.
  var isBogon: Bool { values[Self.bogon] == .flag(true) }

  /// The address that it is about, where it says so.
  var address: String? { values[Self.address]?.text }

  private func text(_ paths: [String]) -> String? {
    paths.lazy.compactMap { values[$0]?.text }.first
  }

  private func number(_ paths: [String]) -> Double? {
    paths.lazy.compactMap { values[$0]?.number }.first
  }

  /// ISO 3166-1, alpha-2. XX and ZZ are left to their users there, who mean that they do not know.
  private static func countryCode(_ text: String) -> String? {
    let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0 & 0xDF) }
    let code = text.uppercased()
    return isCode && !["XX", "ZZ"].contains(code) ? code : nil
  }

  // MARK: Position

  private var position: Place.Position? {
    guard let (latitude, longitude) = point ?? coordinates else { return nil }
    let radius = number(Self.radius).map { $0.rounded() } ?? 0
    return Place.Position(
      latitude: latitude, longitude: longitude, radius: (0...Self.farthest).contains(radius) ? Int(radius) : 0)
  }

  /// Kilometres from a point to the opposite one: what is farther says nothing.
  private static let farthest = 20_038.0

  private var coordinates: (Double, Double)? {
    guard let latitude = number(Self.latitude), let longitude = number(Self.longitude) else { return nil }
    return (latitude, longitude)
  }

  private var point: (Double, Double)? {
    let parts = values[Self.point]?.text?.split(separator: ",").map { PlaceValue.text(String($0)).number } ?? []
    guard parts.count == 2, let latitude = parts[0], let longitude = parts[1] else { return nil }
    return (latitude, longitude)
  }

  // MARK: Network

  private var asn: UInt32? {
    Self.asn.lazy.compactMap { values[$0].flatMap(Self.asn) }.first ?? organization?.asn
  }

  private var network: String? { text(Self.network) ?? organization?.name }

  /// `AS64500`, or the number alone. 0 is nobody's: RFC 7607.
  private static func asn(_ value: PlaceValue) -> UInt32? {
    let number: UInt32? =
      switch value {
      case .number(let number): UInt32(exactly: number)
      case .text(let text): UInt32(text.uppercased().hasPrefix("AS") ? text.dropFirst(2) : text[...])
      case .flag: nil
      }
    return number == 0 ? nil : number
  }

  private var organization: (asn: UInt32, name: String?)? {
    let words = values[Self.organization]?.text?.split(separator: " ", maxSplits: 1) ?? []
    guard let first = words.first, let asn = Self.asn(.text(String(first))) else { return nil }
    return (asn, words.dropFirst().first.map(String.init))
  }
}
