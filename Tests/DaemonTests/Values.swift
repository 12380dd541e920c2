// What the daemon's tests share: a log that can be read, a record with a login in it.

import Alerts
import Foundation
import Logging
import Sessions
import Store
import Synchronization
import Systemd
import TestKit

@testable import Daemon

/// A log that keeps its lines, each with its level before it, and their fields.
final class LogLines: Sendable {
  private let entries = Mutex<[(line: String, fields: [String: String])]>([])

  var all: [String] { entries.withLock { $0.map(\.line) } }

  /// Of each line.
  var fields: [[LogField: String]] {
    entries.withLock { entries in
      entries.map { entry in
        entry.fields.reduce(into: [:]) { fields, pair in LogField(rawValue: pair.key).map { fields[$0] = pair.value } }
      }
    }
  }

  /// The kind of each line; nil where it has none.
  var events: [LoggedEvent?] { fields.map { $0[.messageID].flatMap(LoggedEvent.init(rawValue:)) } }

  var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    var log: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(log: LogLines) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let fields = (event.metadata ?? [:]).mapValues { "\($0)" }
      log.entries.withLock { $0.append(("\(event.level): \(event.message)", fields)) }
    }
  }
}

extension StatusBoard {
  static func make() -> StatusBoard { StatusBoard(ServiceManager(), note: nil) }
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

  /// Records a login with its mail due.
  func queue(_ login: Login = .make(), to recipients: String..., at seconds: Int64 = 0) throws {
    try record([login], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .at(seconds))
    for recorded in try undecidedLogins(limit: 9) {
      let mail = recipients.map {
        RoutedMail(
          MailHeading(about: .login(LoginReport(recorded.login)), from: "ssh-alertd@web1", to: $0, unique: UUID()))
      }
      _ = try decide([recorded], at: .at(seconds)) { login, _ in DecidedLogin(login, .mail(.everyLogin), mail: mail) }
    }
  }
}
