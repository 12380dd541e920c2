// One failure, one line; again only when its text changes, and one line when it is over.

import Logging
import Store

/// Says what fails again and again once.
struct FailureLog {
  private let logger: Logger
  private let doing: String
  private let meanwhile: String
  private let events: (failing: LoggedEvent?, again: LoggedEvent)
  private let fields: [LogField: String?]
  private var current: String?

  /// - Parameters:
  ///   - doing: what the stage does, as in `cannot … , trying again`.
  ///   - meanwhile: what goes on as long as it fails.
  ///   - failing: what kind of event a failure is, where its error does not say so.
  ///   - again: what kind its end is.
  ///   - fields: of each line.
  init(
    _ logger: Logger, doing: String, meanwhile: String? = nil, failing: LoggedEvent? = nil,
    again: LoggedEvent = .worksAgain, fields: [LogField: String?] = [:]
  ) {
    self.logger = logger
    self.doing = doing
    self.meanwhile = meanwhile.map { ", so \($0)" } ?? ""
    self.events = (failing, again)
    self.fields = fields
  }

  mutating func failed(_ error: any Error) {
    failed(Store.reason(error), LoggedEvent(error) ?? events.failing)
  }

  mutating func failed(_ reason: String) {
    failed(reason, events.failing)
  }

  private mutating func failed(_ reason: String, _ event: LoggedEvent?) {
    guard reason != current else { return }
    current = reason
    var fields = fields
    fields[.reason] = reason
    logger.log(.warning, event, "cannot \(doing)\(meanwhile), trying again: \(reason)", fields)
  }

  mutating func succeeded() {
    guard current != nil else { return }
    current = nil
    logger.log(.notice, events.again, "can \(doing) again", fields)
  }
}
