// Makers of what only the store's tests need.

import Alerts
import Foundation
import Sessions
import TestKit

extension MailHeading {
  static func make(to recipient: String = "you@example.org", id: String? = nil) -> MailHeading {
    MailHeading(
      sender: "ssh-alertd@web1", recipient: recipient, messageID: id ?? "\(UUID())@web1", subject: "alice logged in")
  }
}

extension Date {
  /// So many seconds after the scene's moment.
  static func at(_ seconds: Int64) -> Date { Timestamp.at(seconds).date }
}
