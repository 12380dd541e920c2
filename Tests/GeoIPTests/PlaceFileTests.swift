// Real files of MaxMind, and small ones in the formats of others.

import Alerts
import Foundation
import Sessions
import TestKit
import Testing

@testable import GeoIP

extension PlaceFile {
  func place(of address: String) throws -> Place? {
    try place(of: #require(IPAddress(address)))
  }
}

struct PlaceFileTests {
  @Test func `a file of MaxMind tells the city`() throws {
    let file = try PlaceFile(path: PlaceFixture.city)
    var london = Place(source: "GeoLite2-City-Test.mmdb")
    (london.city, london.region, london.country, london.timeZone) = ("London", "England", "GB", "Europe/London")
    london.position = Place.Position(latitude: 51.5142, longitude: -0.0931, radius: 10)
    #expect(try file.place(of: "81.2.69.142") == london)
    #expect(try file.place(of: "::ffff:81.2.69.142") == london)
    #expect(try file.place(of: "89.160.20.112")?.city == "Linköping")
    #expect(file.kind == "GeoLite2-City")
    #expect(file.builtAt > Date(timeIntervalSince1970: 1_500_000_000))
  }

  @Test func `an IPv6 address is found, and one that nobody knows is not`() throws {
    let file = try PlaceFile(path: PlaceFixture.country)
    #expect(try file.place(of: "2001:218::1")?.country == "JP")
    #expect(try file.place(of: "2001:218::1")?.city == nil)
    #expect(try file.place(of: "127.0.0.1") == nil)
  }

  @Test func `a file of networks tells the network`() throws {
    let place = try PlaceFile(path: PlaceFixture.network).place(of: "89.160.20.112")
    #expect(place == .make("GeoLite2-ASN-Test.mmdb", asn: 29518, network: "Bredband2 AB"))
  }

  @Test func `a file of IPv4 tells nothing of IPv6`() throws {
    #expect(try PlaceFile(path: PlaceFixture.path("MaxMind-DB-test-ipv4-24.mmdb")).place(of: "2001:218::1") == nil)
  }

  @Test func `files of DB-IP are read`() throws {
    let city = try PlaceFile(path: PlaceFixture.path("dbip-city-lite.mmdb"))
    var prague = Place(source: "dbip-city-lite.mmdb")
    (prague.city, prague.region, prague.country) = ("Prague", "Prague", "CZ")
    prague.position = Place.Position(latitude: 50.088, longitude: 14.4208)
    let place = try #require(try city.place(of: "1.2.3.4"))
    #expect(try abs(#require(place.position).latitude - 50.088) < 0.0001)
    prague.position = place.position
    #expect(place == prague)
    #expect(try city.place(of: "2a00:1::7")?.city == "Praha 1")
    #expect(try city.place(of: "1.2.4.1") == nil)
    let network = try PlaceFile(path: PlaceFixture.path("dbip-asn-lite.mmdb"))
    #expect(try network.place(of: "1.2.3.4")?.networkWords == "AS64500 Example Telecom")
  }

  @Test func `files of IPinfo are read`() throws {
    let lite = try PlaceFile(path: PlaceFixture.path("ipinfo_lite.mmdb")).place(of: "1.2.3.4")
    #expect(lite == .make("ipinfo_lite.mmdb", country: "CZ", asn: 64500, network: "Example Telecom"))
    let location = try PlaceFile(path: PlaceFixture.path("ipinfo_location.mmdb"))
    var prague = Place.make("ipinfo_location.mmdb", city: "Prague", country: "CZ")
    (prague.region, prague.timeZone) = ("Prague", "Europe/Prague")
    prague.position = Place.Position(latitude: 50.08804, longitude: 14.42076, radius: 20)
    #expect(try location.place(of: "1.2.3.4") == prague)
    #expect(try location.place(of: "1.2.5.4")?.position == Place.Position(latitude: 50.08804, longitude: 14.42076))
  }

  @Test func `hostile values are bounded, made printable, or dropped`() throws {
    let file = try PlaceFile(path: PlaceFixture.path("hostile-values.mmdb"))
    let place = try #require(try file.place(of: "1.2.3.4"))
    let city = try #require(place.city)
    #expect(city.hasPrefix(#"<b>\u{1b}[31m\u{202e}egarP\u{a}xxx"#))
    #expect(city.unicodeScalars.count <= 129)
    #expect(place == .make("hostile-values.mmdb", city: city))
    #expect(
      try file.place(of: "1.2.4.1") == .make("hostile-values.mmdb", country: "CZ", asn: 64500, network: "Example"))
    #expect(try file.place(of: "1.2.5.1")?.position == Place.Position(latitude: 50, longitude: 14))
    let flat = try #require(try file.place(of: "1.2.6.1"))
    #expect(flat.position == Place.Position(latitude: 50.088, longitude: 14.4208))
    #expect(flat.networkWords == "AS64500 Example Telecom")
    #expect(file.kind == #"\u{1b}[31mHostile\u{a}"#)
  }
}
