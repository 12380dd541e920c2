// Where a place comes from: what was told before, else the files, else the service; and that a service which fails is left alone.

import Alerts
import Foundation
import GeoIP
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(2))) struct PlaceFinderTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private let log = LogLines()
  private static let london = "81.2.69.142"
  private static let prague = #"{"city": "Prague", "country": "CZ"}"#

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func finder(_ server: WebServer? = nil, files: [String] = []) throws -> PlaceFinder {
    var settings = LookupSettings()
    settings.lookup.files = files
    settings.service = server.map {
      PlaceServiceSettings(.standard, token: nil, server: "http://127.0.0.1:\($0.port)")
    }
    return try PlaceFinder(settings, store: store, logger: log.logger)
  }

  private func city(
    _ finder: PlaceFinder, of address: String = london, asks: Bool = true, at seconds: Int64 = 0
  ) -> String? {
    finder.place(of: address, within: asks ? .seconds(20) : .zero, at: .at(seconds))?.city
  }

  @Test func `what a file knows, no service is asked about`() throws {
    let server = try WebServer(Self.prague)
    let finder = try finder(server, files: [PlaceFixture.city])
    #expect(city(finder) == "London")
    #expect(try server.requests().isEmpty)
    #expect(city(finder, of: "198.51.100.1") == nil)
    #expect(city(finder, of: "8.8.8.8") == "Prague")
  }

  @Test func `where a file knows the network alone, the service tells the place`() throws {
    let server = try WebServer(#"{"city": "Mountain View", "country": "US", "org": "AS1 Somebody"}"#)
    let place = try finder(server, files: [PlaceFixture.network]).place(of: "1.0.0.1", within: .seconds(20), at: .at(0))
    #expect(place?.city == "Mountain View")
    #expect(try server.requests().count == 1)
    let alone = try finder(files: [PlaceFixture.network]).place(of: "1.0.0.1", within: .seconds(20), at: .at(0))
    #expect(alone?.asn == 15169)
    #expect(alone?.country == nil)
  }

  @Test func `an answer is kept, also for another run, until it is too old`() throws {
    let server = try WebServer(Self.prague)
    #expect(try city(finder(server)) == "Prague")
    #expect(try city(finder(server), at: 29 * 86_400) == "Prague")
    #expect(try server.requests().count == 1)
    #expect(try city(finder(server), at: 31 * 86_400) == "Prague")
    #expect(try server.requests().count == 2)
  }

  @Test func `that nothing is known is kept for a day`() throws {
    let server = try WebServer(status: 404)
    let finder = try finder(server)
    for seconds in [0, 1, 86_399, 86_401] as [Int64] { #expect(city(finder, at: seconds) == nil) }
    #expect(try server.requests().count == 2)
  }

  @Test func `nobody is asked about what is not global, or in a hurry`() throws {
    let server = try WebServer(Self.prague)
    let finder = try finder(server)
    for address in ["10.0.0.1", "127.0.0.1", "fe80::1", "100.64.0.1", "203.0.113.7", "2001:db8::1", "UNKNOWN"] {
      #expect(city(finder, of: address) == nil)
    }
    #expect(city(finder, asks: false) == nil)
    #expect(try server.requests().isEmpty)
  }

  @Test func `a service that fails is left alone, longer each time, and said once to fail`() throws {
    let server = try WebServer(status: 500)
    let finder = try finder(server)
    for seconds in [0, 59, 60, 179, 180] as [Int64] { #expect(city(finder, at: seconds) == nil) }
    #expect(try server.requests().count == 3)
    #expect(log.all.count { $0.hasPrefix("warning: cannot ask a service for places") } == 1)
  }

  @Test func `a clock that is set back does not make a service wait for years`() throws {
    let server = try WebServer(status: 500)
    let finder = try finder(server)
    for seconds in [1_000_000, 0] as [Int64] { #expect(city(finder, at: seconds) == nil) }
    #expect(try server.requests().count == 2)
  }

  @Test(arguments: [600, 86_400] as [Int64])
  func `a service that is asked too often is left alone for as long as it says`(wait: Int64) throws {
    let server = try WebServer(status: 429, headers: ["Retry-After: \(wait)"])
    let finder = try finder(server)
    var asked: [Int] = []
    for seconds in [0, 1, wait - 1, wait] {
      #expect(city(finder, at: seconds) == nil)
      asked.append(try server.requests().count)
    }
    #expect(asked == [1, 1, 1, 2])
  }

  @Test func `a file that is of no use is named once, and the others go on`() throws {
    let broken = try directory.write("no such thing", to: "broken.mmdb")
    let finder = try finder(files: [broken, PlaceFixture.city])
    for _ in 1...2 { #expect(city(finder) == "London") }
    #expect(log.all.count { $0.contains("broken.mmdb") } == 1)
  }
}
