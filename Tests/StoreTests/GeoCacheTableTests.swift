// What a service told of an address, until it is too old.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct GeoCacheTableTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let prague = {
    var place = Place(source: "ipinfo.io")
    (place.city, place.country, place.asn) = ("Prague", "CZ", 64500)
    place.position = Place.Position(latitude: 50.08, longitude: 14.42)
    return place
  }()

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  @Test func `an answer is good until it expires`() throws {
    #expect(try store.cachedPlace(of: "81.2.69.142", at: .at(0)) == nil)
    try store.cache(prague, of: "81.2.69.142", until: .at(10), at: .at(0))
    #expect(try store.cachedPlace(of: "81.2.69.142", at: .at(9)) == .known(prague))
    #expect(try store.cachedPlace(of: "81.2.69.142", at: .at(10)) == nil)
    #expect(try store.cachedPlace(of: "81.2.69.143", at: .at(9)) == nil)
  }

  @Test func `that nothing is known is an answer too, and a newer one takes its place`() throws {
    try store.cache(nil, of: "a", until: .at(10), at: .at(0))
    #expect(try store.cachedPlace(of: "a", at: .at(1)) == .unknown)
    try store.cache(prague, of: "a", until: .at(20), at: .at(5))
    #expect(try store.cachedPlace(of: "a", at: .at(11)) == .known(prague))
  }

  @Test func `an answer from the future is not believed for ever`() throws {
    try store.cache(prague, of: "a", until: .at(5000), at: .at(4000))
    #expect(try store.cachedPlace(of: "a", at: .at(0)) == nil)
  }

  @Test func `what is expired goes`() throws {
    try store.cache(prague, of: "a", until: .at(10), at: .at(0))
    try store.cache(prague, of: "b", until: .at(20), at: .at(0))
    #expect(try store.prune(Retention(), at: .at(10)) == 1)
    #expect(try store.cachedPlace(of: "b", at: .at(10)) == .known(prague))
  }

  @Test func `there are never many more than the limit`() throws {
    try store.queue.write { database in
      for number in 0..<(GeoCacheTable.mostRows + 3) {
        try database.execute(
          sql: "INSERT INTO geo_cache VALUES (?, NULL, 0, ?)",
          arguments: ["\(number)", Timestamp.at(number == 7 ? 1 : 60).microseconds])
      }
    }
    #expect(try store.prune(Retention(), at: .at(0)) == 3)
    #expect(try store.prune(Retention(), at: .at(0)) == 0)
    #expect(try store.cachedPlace(of: "7", at: .at(0)) == nil)
  }
}
