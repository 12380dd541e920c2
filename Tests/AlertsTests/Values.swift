// Makers of what only the tests of alerts need.

import Sessions
import TestKit

@testable import Alerts

extension Place {
  /// A place; without more words, Prague.
  static func make(
    _ country: String? = "CZ", city: String? = "Prague", at position: Position? = .prague, asn: UInt32? = 64500
  ) -> Place {
    var place = Place(source: "test")
    place.country = country
    place.city = city
    place.position = position
    place.asn = asn
    place.network = asn == nil ? nil : "Example Telecom"
    return place
  }
}

extension Place.Position {
  static var prague: Self? { Self(latitude: 50.08, longitude: 14.42) }
  static var tokyo: Self? { Self(latitude: 35.68, longitude: 139.77) }
}

extension LoginReport {
  /// A report; without more words, of alice's login with a password from nobody knows where.
  static func make(_ login: Login = .make(), at place: Place? = nil, news: [News] = []) -> LoginReport {
    var report = LoginReport(login)
    report.findings.place = place
    report.news = news
    return report
  }
}
