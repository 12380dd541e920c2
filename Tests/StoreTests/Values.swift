// Makers of what only the store's tests need.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit

@testable import Store

extension MailHeading {
  static func make(to recipient: String = "you@example.org", id: String? = nil) -> MailHeading {
    MailHeading(
      sender: "ssh-alertd@web1", recipient: recipient, messageID: id ?? "\(UUID())@web1", subject: "alice logged in")
  }
}

extension RoutedMail {
  static func make(
    to recipient: String = "you@example.org", id: String? = nil, _ route: AlertRoute = .ownMail, due: Int64? = nil
  ) -> RoutedMail {
    RoutedMail(.make(to: recipient, id: id), route, due: due.map(Date.at))
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

  /// Commits decisions as they are.
  func decide(_ decided: [DecidedLogin], at now: Date) throws {
    var rest = decided[...]
    _ = try decide(decided.map(\.login), at: now) { _, _ in rest.removeFirst() }
  }

  /// Fixes the bytes of a mail.
  func freeze(_ message: Data, of id: Int64, at seconds: Int64 = 0) throws {
    _ = try self.message(of: id, at: .at(seconds)) { _, _ in message }
  }

  /// What a mail is about.
  func topic(of id: Int64) throws -> AlertTopic? {
    try queue.read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [id]).flatMap {
        try OutboxTable.topic($0, database)
      }
    }
  }
}
