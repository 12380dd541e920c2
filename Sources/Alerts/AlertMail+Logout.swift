// What the templates of a logout can name.

import Foundation
import Sessions

extension AlertMail {
  /// What the templates of a logout can name.
  static let logoutNames: Set<String> = [
    "title", "preheader", "user", "host", "address", "place", "method", "local_login", "local_logout", "duration",
    "how", "late",
    "unverified",
  ]

  /// The values of a logout's names. A value that is not known is absent.
  func values(_ logout: Logout, at now: Date) -> TemplateValues {
    let login = logout.login
    return [
      "title": logout.subject, "preheader": "\(logout.lasted), by \(login.methods); \(logout.end.sign.what)",
      "user": login.user, "host": login.hostname, "address": login.origin.address,
      "place": logout.place?.words, "method": login.methods,
      "local_login": TimeText.local(login.at.date, in: zone),
      "local_logout": TimeText.local(logout.end.at.date, in: zone), "duration": logout.lasted,
      "how": logout.end.sign.what, "late": lateness(since: logout.end.at, at: now),
      "unverified": login.isVerified ? nil : "yes",
    ]
  }
}
