// What a service's JSON says.

import Alerts
import Testing

@testable import GeoIP

struct PlaceRecordTests {
  private func read(_ json: String) -> Place? {
    PlaceRecord(json: Array(json.utf8))?.place(source: "a.mmdb")
  }

  @Test func `the standard answer is read`() throws {
    let place = try #require(
      read(
        """
        {"ip": "1.2.3.4", "hostname": "host.example.net", "city": "Prague", "region": "Prague", "country": "CZ",
         "loc": "50.0880,14.4208", "org": "AS64500 Example Telecom, s.r.o.", "postal": "110 00", "timezone": "Europe/Prague",
         "readme": "https://ipinfo.io/missingauth"}
        """))
    var prague = Place.make(city: "Prague", country: "CZ", asn: 64500, network: "Example Telecom, s.r.o.")
    (prague.region, prague.timeZone) = ("Prague", "Europe/Prague")
    prague.position = Place.Position(latitude: 50.088, longitude: 14.4208)
    #expect(place == prague)
  }

  @Test func `the lite answer is read`() {
    let json = """
      {"ip": "8.8.8.8", "asn": "AS15169", "as_name": "Google LLC", "as_domain": "google.com", "country_code": "US",
       "country": "United States", "continent_code": "NA", "continent": "North America"}
      """
    #expect(read(json) == .make(country: "US", asn: 15169, network: "Google LLC"))
  }

  @Test func `an answer with a network of its own is read`() {
    let json =
      #"{"city": "Prague", "asn": {"asn": "AS64500", "name": "Example", "route": "1.2.3.0/24", "type": "isp"}}"#
    #expect(read(json) == .make(city: "Prague", asn: 64500, network: "Example"))
  }

  @Test(arguments: [
    #"{"city": 7, "country": ["CZ"], "loc": {"a": 1}, "org": null, "asn": true, "timezone": 1.5}"#,
    #"{"loc": "50.0"}"#, #"{"loc": "91,14"}"#, #"{"loc": "50,181"}"#, #"{"loc": "nan,nan"}"#, #"{"loc": "50,14,1"}"#,
    #"{"loc": "0x10p400,1"}"#, #"{"loc": ","}"#, #"{"country": "C1"}"#, #"{"country": "Czechia"}"#,
    #"{"country": "ČR"}"#,
    #"{"country": "XX"}"#, #"{"country": "ZZ"}"#, #"{"city": ""}"#, #"{"city": " - "}"#, #"{"asn": "AS0"}"#,
    #"{"asn": "AS4294967296"}"#, #"{"asn": -1}"#, #"{"asn": 1.5}"#, #"{"org": "Example"}"#, #"{"org": ""}"#, "{}",
    #"{"lat": 50}"#, #"{"radius": 10}"#,
  ]) func `what makes no sense is absent`(json: String) {
    #expect(read(json) == nil)
  }

  @Test(arguments: [("1e9", 0), ("-1", 0), ("20.4", 20), ("\"25\"", 25), ("\"x\"", 0), ("20038", 20038), ("20039", 0)])
  func `a radius is a distance on the globe`(json: String, radius: Int) {
    #expect(read(#"{"loc": "50,14", "radius": \#(json)}"#)?.position?.radius == radius)
  }

  @Test(arguments: ["", "null", "[]", "\"Prague\"", "<html>", "{", #"{"city": "Prague""#, "\u{FEFF}"])
  func `what is no object is no record`(json: String) {
    #expect(PlaceRecord(json: Array(json.utf8)) == nil)
  }

  @Test func `an object that is nested deeply does no harm`() {
    let depth = 10_000
    let json = String(repeating: #"{"city":"#, count: depth) + "1" + String(repeating: "}", count: depth)
    #expect(read(json) == nil)
  }
}
