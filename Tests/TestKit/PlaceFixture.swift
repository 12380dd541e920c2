// The files of places in Tests/Fixtures/mmdb; the README there says where they come from.

import Foundation

/// Finds them.
public enum PlaceFixture {
  private static let directory = RecordedJournal.tests.appending(path: "Fixtures/mmdb")
  /// MaxMind's, with cities.
  public static let city = path("GeoLite2-City-Test.mmdb")
  /// MaxMind's, with countries.
  public static let country = path("GeoLite2-Country-Test.mmdb")
  /// MaxMind's, with networks.
  public static let network = path("GeoLite2-ASN-Test.mmdb")

  /// The path of one.
  public static func path(_ name: String) -> String {
    directory.appending(path: name).path
  }

  /// The paths of those that are damaged, or made to harm.
  public static func bad() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path("bad")).sorted().map { path("bad/\($0)") }
  }
}
