// Makers of what only the store's tests need.

import Alerts
import Foundation
import Sessions
import TestKit

@testable import Store

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

extension Store {
  /// Records logins alone.
  @discardableResult
  func record(_ logins: [Login], upTo position: JournalPosition, of source: String, at now: Date) throws -> Int {
    try record(SessionBatch(logins), upTo: position, of: source, at: now)
  }
}
