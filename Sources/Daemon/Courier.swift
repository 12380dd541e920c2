// Stage 3: from a row that is due to a server's 250, or to the next try.
//
// A server that cannot be reached, or does not let us in, is left alone for a while; where all are, one row probes, and the
// others wait as if nothing had been tried. A mail that a server puts off or refuses holds nobody but its own recipient.

import Alerts
import Delivery
import Foundation
import Logging
import Sessions
import Store
import Synchronization

/// How the Courier works; may change while it does.
struct CourierSettings: Sendable {
  var composer: AlertMail
  /// Tried in order.
  var relays: [RelayAccess]
  var schedule = RetrySchedule.standard
  /// How old a login is that comes in a digest; seconds, nil for never.
  var lateAfter: TimeInterval?
}

/// Sends queued mail.
actor Courier: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "courier")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  let store: Store
  var settings: CourierSettings
  private nonisolated let newSettings = Inbox<CourierSettings>()
  private nonisolated let newHolds = Inbox<Void>()
  private nonisolated let interrupts = Mutex<[@Sendable (Duration) -> Void]>([])
  private let status: StatusBoard
  let logger: Logger
  var relays: [Relay] = []
  /// What became of a mail, until that is committed: while the disk is full no mail is sent again and again.
  var unsettled: Settlement?
  private var failures: FailureLog

  private static let retryInterval = Duration.seconds(1)
  /// A server that could not be reached is asked at least so often, since it costs nothing: mail goes on when it answers again.
  static let longestSilence = Duration.seconds(300)

  init(store: Store, settings: CourierSettings, status: StatusBoard, logger: Logger) {
    self.store = store
    self.settings = settings
    self.status = status
    self.logger = logger
    failures = FailureLog(logger, doing: "deliver mail")
  }

  // MARK: From other threads

  nonisolated func stop() {
    interrupts.withLock { interrupts in
      wakeup.stop(within: lastChance)
      for interrupt in interrupts { interrupt(lastChance) }
    }
  }

  /// Goes on with other settings, and lets all servers go.
  nonisolated func use(_ settings: CourierSettings) {
    newSettings.put(settings)
    wakeup.ring()
  }

  /// Looks at the database, which a person has changed.
  nonisolated func look() {
    newHolds.put(())
    wakeup.ring()
  }

  // MARK: The loop

  /// Opens the ways to send.
  func start(at now: Date) throws {
    try open()
  }

  /// Sends until told to stop; what is due by then is sent first, as far as the time allows.
  func run() {
    while true {
      let pause = workOff()
      if wakeup.isStopped { return }
      wakeup.wait(atMost: pause)
    }
  }

  /// Sends all that is due.
  /// - Returns: how long there is nothing to do; nil until there is new mail.
  private func workOff() -> Duration? {
    do {
      while try !wakeup.isOver && deliverNext(at: Date()) {}
      status.show(outbox: try store.outboxCounts())
      failures.succeeded()
      return try nextTime(after: Date()).map {
        min(settings.schedule.longestWait, max(.zero, .seconds($0.timeIntervalSince(Date()))))
      }
    } catch {
      failures.failed(error)
      return Self.retryInterval
    }
  }

  private func nextTime(after now: Date) throws -> Date? {
    guard let due = try store.nextDueTime(after: now, longestWait: longestWait) else { return nil }
    let isHeld = !relays.contains { $0.isFree(at: now, longestWait: longestWait) }
    return max(due, isHeld ? relays.compactMap(\.hold?.until).min() ?? due : due)
  }

  /// What is due later than this was reckoned by another clock; seconds.
  var longestWait: TimeInterval {
    max(settings.schedule.longestWait / .seconds(1), AlertLimit.span)
  }

  // MARK: Settings

  /// Takes over what other threads have put there. Without relays they are still to be opened: a full disk is no reason to
  /// forget that.
  func renew() throws {
    if let settings = newSettings.take() { (self.settings, relays) = (settings, []) }
    if relays.isEmpty {
      try store.releaseRelays()
      try open()
    } else if newHolds.take() != nil {
      let holds = try store.relayHolds()
      for index in relays.indices { relays[index].hold = holds[relays[index].name] }
    }
  }

  private func open() throws {
    let holds = try store.relayHolds()
    relays = try settings.relays.map { try Relay($0, hold: holds[$0.name], logger: logger) }
    for name in holds.keys where !relays.contains(where: { $0.name == name }) { try store.hold(name, nil) }
    interrupts.withLock { interrupts in
      interrupts = relays.map(\.transport.interrupt)
      if wakeup.isStopped { for interrupt in interrupts { interrupt(lastChance) } }
    }
  }
}
