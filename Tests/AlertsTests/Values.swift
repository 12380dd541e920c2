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

extension Place {
  /// A place of which all is known.
  static func full(_ text: () -> String) -> Place {
    var place = Place(source: text())
    (place.city, place.region, place.country, place.network) = (text(), text(), text(), text())
    (place.asn, place.position) = (.max, .prague)
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

  /// A report of which all is known that can be, each text made anew.
  static func full(news: [News] = News.allCases, _ text: () -> String = { "x" }) -> LoginReport {
    let certificate = Certificate(id: text(), serial: text(), authority: text())
    let key = KeyUse(type: text(), fingerprint: text(), certificate: certificate)
    func make() -> Login {
      .make(user: text(), address: text(), method: text(), key: key, host: text(), verified: false)
    }
    var report = LoginReport(make(), id: 17)
    report.login.earlierFactors = [Factor(method: text(), key: key)]
    report.login.session.end = .make(at: 60)
    report.findings.place = .full(text)
    report.findings.reverseName = text()
    report.findings.keyName = KeyName(comment: text(), options: text())
    report.news = news
    report.failures = Failures(fromSource: .max, forUser: .max)
    report.keyUsers = (0..<10).map { _ in text() }
    report.previous = PastLogin(at: .at(-10_000_000), address: text(), place: .full(text))
    report.openSessions = (0..<10).map { _ in make() }
    report.openCount = mostOpen
    report.reason = text()
    return report
  }
}
