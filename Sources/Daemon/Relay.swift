// A server of the list in the configuration, as the Courier uses it: how to send by it, and until when it is left alone.

import Delivery
import Foundation
import Logging
import Store

/// How a relay is reached; what the configuration gives.
struct RelayAccess: Sendable {
  /// As in the configuration.
  var name: String
  /// Makes the transport, on the thread that will use it.
  var open: @Sendable () throws -> any MailTransport
}

/// A server that mail is tried at.
struct Relay {
  let name: String
  let transport: any MailTransport
  /// Set while it is left alone.
  var hold: RelayHold?
  private var failures: FailureLog

  init(_ addressee: RelayAccess, hold: RelayHold?, logger: Logger) throws {
    name = addressee.name
    transport = try addressee.open()
    self.hold = hold
    failures = FailureLog(
      logger, doing: "deliver mail", failing: .serverHeld, again: .serverAnswers, fields: [.server: name])
  }

  /// True where it is not left alone. A hold that seems to last longer than any was begun before the clock was set back.
  func isFree(at now: Date, longestWait: TimeInterval) -> Bool {
    guard let hold else { return true }
    return hold.until <= now || hold.until > now + longestWait
  }

  /// Leaves it alone for a while.
  /// - Returns: the hold, to be committed.
  mutating func failed(_ reason: String, schedule: RetrySchedule, at now: Date) -> RelayHold {
    let attempts = (hold?.attempts ?? 0) + 1
    let wait = schedule.wait(afterAttempt: attempts, chance: .random(in: 0...1)) / .seconds(1)
    let new = RelayHold(attempts: attempts, until: now + wait, reason: reason)
    hold = new
    failures.failed(reason)
    return new
  }

  /// It answers.
  /// - Returns: true where that is new.
  mutating func answered() -> Bool {
    defer { hold = nil }
    failures.succeeded()
    return hold != nil
  }
}
