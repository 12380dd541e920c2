// One place out of several.

import Alerts
import Testing

@testable import GeoIP

extension Place {
  /// A place; without more words, nowhere.
  static func make(
    _ source: String = "a.mmdb", city: String? = nil, country: String? = nil, asn: UInt32? = nil, network: String? = nil
  ) -> Place {
    var place = Place(source: source)
    (place.city, place.country, place.asn, place.network) = (city, country, asn, network)
    return place
  }
}

struct PlaceMergeTests {
  @Test func `the network of one is put beside the city of another`() throws {
    let place = try #require(
      Place.merged([.make("asn", asn: 64500, network: "Example"), .make("city", city: "Prague", country: "CZ")]))
    #expect(place.words == "Prague, CZ")
    #expect(place.networkWords == "AS64500 Example")
    #expect(place.source == "city, asn")
  }

  @Test func `a city stays in its own country`() {
    let place = Place.merged([.make("country", country: "DE"), .make("city", city: "Prague", country: "CZ")])
    #expect(place == .make("city", city: "Prague", country: "CZ"))
  }

  @Test func `of two that tell as much the first counts`() {
    let place = Place.merged([.make("a", country: "DE", asn: 1), .make("b", country: "CZ", asn: 2, network: "Two")])
    #expect(place == .make("a", country: "DE", asn: 1))
  }

  @Test func `a network alone is a place too, and nobody's word is none`() {
    #expect(Place.merged([.make("asn", asn: 64500)]) == .make("asn", asn: 64500))
    #expect(Place.merged([]) == nil)
  }
}
