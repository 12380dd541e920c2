// From one login of a user to the next: how far, and how fast that would be. Databases of places are wrong by up to hundreds of
// kilometres, and VPNs and mobile networks come out elsewhere, so only what no aeroplane does is called impossible.

import Foundation
import Sessions

/// The way between two logins.
struct Travel: Equatable {
  /// At least so many kilometres, since each place is only somewhere within its radius.
  var kilometres: Double
  /// Between the two logins.
  var hours: Double

  /// A shorter way may be the database's error alone; kilometres.
  static let shortest = 500.0
  /// Faster than any airliner; kilometres an hour.
  static let fastest = 1000.0

  /// Nil where one of the places is not known, or the clock says that the later login was earlier.
  init?(from past: PastLogin?, to login: Login, at place: Place?) {
    guard let past, let start = past.place?.position, let end = place?.position, login.at >= past.at else { return nil }
    kilometres = max(0, Self.distance(start, end) - Double(start.radius) - Double(end.radius))
    hours = Double(login.at.microseconds - past.at.microseconds) / 3_600_000_000
  }

  var isImpossible: Bool {
    kilometres >= Self.shortest && kilometres > hours * Self.fastest
  }

  /// The great circle between two points (haversine); kilometres.
  static func distance(_ start: Place.Position, _ end: Place.Position) -> Double {
    let (lat1, lat2) = (start.latitude * .pi / 180, end.latitude * .pi / 180)
    let (dLat, dLon) = (lat2 - lat1, (end.longitude - start.longitude) * .pi / 180)
    let h = pow(sin(dLat / 2), 2) + cos(lat1) * cos(lat2) * pow(sin(dLon / 2), 2)
    return 2 * earthRadius * asin(min(1, h.squareRoot()))
  }

  /// Mean, kilometres.
  private static let earthRadius = 6371.0
}
