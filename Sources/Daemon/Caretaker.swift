// Looks after what nobody waits for: closes gaps that are over, asks for sshd's LogLevel, removes old rows. Not a stage of a
// login's way: without it, all else goes on.

import Foundation
import Journal
import Logging
import Sessions
import Store

/// Keeps house, now and then.
actor Caretaker: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "caretaker")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let store: Store
  private let source: JournalSource
  private let hostname: String
  private var retention: Retention
  private nonisolated let newRetention = Inbox<Retention>()
  private let logLevel: @Sendable () -> SSHDLogLevel
  /// Rung after each round: a mail about a gap may be due.
  private let alerter: Wakeup
  private var failures: FailureLog
  private var blindness: FailureLog

  private static let interval = Duration.seconds(900)
  /// How long journald must have dropped nothing until that is over; seconds.
  private static let quietTime: TimeInterval = 3600

  init(
    store: Store, source: JournalSource, hostname: String = Configuration.hostname, retention: Retention,
    logLevel: @escaping @Sendable () -> SSHDLogLevel, alerter: Wakeup, logger: Logger
  ) {
    self.store = store
    self.source = source
    self.hostname = hostname
    self.retention = retention
    self.logLevel = logLevel
    self.alerter = alerter
    failures = FailureLog(logger, doing: "tidy the record")
    blindness = FailureLog(logger, doing: "see logins", failing: .loginsMissed, fields: [.host: hostname])
  }

  /// Goes on with other times.
  nonisolated func use(_ retention: Retention) {
    newRetention.put(retention)
    wakeup.ring()
  }

  /// Makes its rounds until told to stop.
  func run() {
    while !wakeup.isStopped {
      do {
        retention = newRetention.take() ?? retention
        try makeRound(at: Date())
        failures.succeeded()
      } catch {
        failures.failed(error)
      }
      wakeup.wait(atMost: Self.interval)
    }
  }

  /// Does all that is due.
  func makeRound(at now: Date) throws {
    try look(at: logLevel(), at: now)
    try store.closeGaps(.suppressed, of: source.description, quietFor: Self.quietTime, at: now)
    while try !wakeup.isStopped && store.prune(retention, at: now) > 0 {}
    alerter.ring()
  }

  private func look(at level: SSHDLogLevel, at now: Date) throws {
    switch level {
    case .enough:
      blindness.succeeded()
      try store.closeGaps(.logLevel, of: source.description, quietFor: 0, at: now)
    case .tooLow:
      blindness.failed("sshd's LogLevel is below INFO")
      let time = Timestamp(now)
      try store.note(Gap(.logLevel, from: time, to: time, hostname: hostname), of: source.description, at: now)
    case .unknown: break
    }
  }
}
