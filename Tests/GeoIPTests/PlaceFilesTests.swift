// Several files together, while they come, go and are replaced.

import Alerts
import Foundation
import Sessions
import TestKit
import Testing

@testable import GeoIP

struct PlaceFilesTests {
  private let directory: TemporaryDirectory
  private let files: PlaceFiles
  private let linköping: IPAddress

  init() throws {
    directory = try TemporaryDirectory()
    files = PlaceFiles(directories: [directory.path("none"), directory.path])
    linköping = try #require(IPAddress("89.160.20.112"))
  }

  /// As geoipupdate does it: under another name first.
  private func install(_ fixture: String, as name: String) throws {
    try FileManager.default.copyItem(atPath: fixture, toPath: directory.path("new"))
    #expect(rename(directory.path("new"), directory.path(name)) == 0)
  }

  @Test func `a city and a network make one place`() throws {
    try install(PlaceFixture.network, as: "GeoLite2-ASN.mmdb")
    try install(PlaceFixture.city, as: "GeoLite2-City.mmdb")
    try directory.write("", to: ".GeoLite2-City.mmdb.part.mmdb")
    try directory.write("", to: "README")
    let place = try #require(files.place(of: linköping))
    #expect(place.words == "Linköping, SE")
    #expect(place.networkWords == "AS29518 Bredband2 AB")
    #expect(place.source == "GeoLite2-City.mmdb, GeoLite2-ASN.mmdb")
    #expect(files.usable().map(\.kind) == ["GeoLite2-ASN", "GeoLite2-City"])
    #expect(files.takeErrors().isEmpty)
  }

  @Test func `a file that comes, is replaced or goes counts at once`() throws {
    #expect(files.place(of: linköping) == nil)
    try install(PlaceFixture.country, as: "a.mmdb")
    #expect(files.place(of: linköping)?.words == "SE")
    try install(PlaceFixture.city, as: "a.mmdb")
    #expect(files.place(of: linköping)?.words == "Linköping, SE")
    unlink(directory.path("a.mmdb"))
    #expect(files.place(of: linköping) == nil)
    #expect(files.takeErrors().isEmpty)
  }

  @Test func `a file that is cut off in place ends nothing, and counts again when it is whole`() throws {
    try install(PlaceFixture.city, as: "a.mmdb")
    #expect(files.place(of: linköping) != nil)
    #expect(truncate(directory.path("a.mmdb"), 0) == 0)
    #expect(files.place(of: linköping) == nil)
    #expect(files.takeErrors().count == 1)
    let whole = try Data(contentsOf: URL(filePath: PlaceFixture.city))
    try whole.write(to: URL(filePath: directory.path("a.mmdb")))
    #expect(files.place(of: linköping)?.city == "Linköping")
  }

  @Test func `a file that cannot be read is named once, and the others tell what they know`() throws {
    try install(PlaceFixture.path("bad/libmaxminddb-oversized-map.mmdb"), as: "bad.mmdb")
    try directory.write("nothing", to: "nothing.mmdb")
    try install(PlaceFixture.city, as: "z.mmdb")
    for _ in 1...3 { #expect(files.place(of: linköping)?.city == "Linköping") }
    #expect(files.takeErrors().map(\.path) == ["nothing.mmdb", "bad.mmdb"].map(directory.path))
    #expect(files.place(of: linköping) != nil)
    #expect(files.takeErrors().isEmpty)
    try directory.write("nothing else", to: "nothing.mmdb")
    #expect(files.place(of: linköping) != nil)
    #expect(files.takeErrors().map(\.path) == [directory.path("nothing.mmdb")])
  }

  @Test func `a file that is named and missing is an error, one that is found nowhere is none`() throws {
    let named = PlaceFiles(paths: [directory.path("a.mmdb"), PlaceFixture.city])
    for _ in 1...2 { #expect(named.place(of: linköping)?.city == "Linköping") }
    #expect(named.takeErrors().map(\.call) == ["open"])
    #expect(named.usable().map(\.path) == [PlaceFixture.city])
    #expect(files.place(of: linköping) == nil)
    #expect(files.takeErrors().isEmpty)
  }

  @Test func `of too many files only the first are opened`() throws {
    for number in 10..<40 { try install(PlaceFixture.network, as: "\(number).mmdb") }
    #expect(files.usable().count == 16)
  }
}
