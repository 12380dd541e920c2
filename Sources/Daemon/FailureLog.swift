// One failure, one line; again only when its text changes, and one line when it is over.

import Logging
import Store

/// Says what fails again and again once.
struct FailureLog {
  private let logger: Logger
  private let doing: String
  private var current: String?

  /// - Parameter doing: what the stage does, as in `cannot … , trying again`.
  init(_ logger: Logger, doing: String) {
    self.logger = logger
    self.doing = doing
  }

  mutating func failed(_ error: any Error) {
    failed(Store.reason(error))
  }

  mutating func failed(_ reason: String) {
    guard reason != current else { return }
    current = reason
    logger.warning("cannot \(doing), trying again: \(reason)")
  }

  mutating func succeeded() {
    guard current != nil else { return }
    current = nil
    logger.notice("can \(doing) again")
  }
}
