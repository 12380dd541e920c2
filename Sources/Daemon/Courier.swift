// Stage 3: from a row that is due to the server's 250, or to the next try.
//
// A server that cannot be reached, or does not let us in, holds all mail: one row probes, the others wait as if nothing had
// been tried. A mail that the server puts off or refuses holds nobody but itself.

import Alerts
import Delivery
import Foundation
import Logging
import Sessions
import Store

/// Sends queued mail.
actor Courier: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "courier")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let store: Store
  private let composer: AlertMail
  private let transport: any MailTransport
  private let schedule: RetrySchedule
  private let status: StatusBoard
  private let logger: Logger
  private nonisolated let interrupt: @Sendable (Duration) -> Void
  /// Set while the server is held back.
  private var hold: (attempts: Int, until: Date)?
  /// What became of a mail, until that is committed: while the disk is full no mail is sent again and again.
  private var unsettled: (mail: QueuedMail, fate: MailFate, at: Date)?
  private var failures: FailureLog

  private static let retryInterval = Duration.seconds(1)

  init(
    store: Store, composer: AlertMail, transport: sending any MailTransport, schedule: RetrySchedule = .standard,
    status: StatusBoard, logger: Logger
  ) {
    self.store = store
    self.composer = composer
    interrupt = transport.interrupt
    self.transport = transport
    self.schedule = schedule
    self.status = status
    self.logger = logger
    failures = FailureLog(logger, doing: "deliver mail")
  }

  /// Sends until told to stop; what is due by then is sent first, as far as the time allows.
  func run() {
    while true {
      let pause = workOff()
      if wakeup.isStopped { return }
      wakeup.wait(atMost: pause)
    }
  }

  nonisolated func stop() {
    interrupt(lastChance)
    wakeup.stop(within: lastChance)
  }

  /// Sends all that is due.
  /// - Returns: how long there is nothing to do; nil until there is new mail.
  private func workOff() -> Duration? {
    do {
      while try !wakeup.isOver && deliverNext(at: Date()) {}
      status.show(outbox: try store.outboxCounts())
      return try nextTime().map { min(schedule.longestWait, max(.zero, .seconds($0.timeIntervalSince(Date())))) }
    } catch {
      failures.failed(error)
      return Self.retryInterval
    }
  }

  private func nextTime() throws -> Date? {
    guard let due = try store.nextDueTime() else { return nil }
    return max(due, hold?.until ?? due)
  }

  /// Tries the mail that has waited longest.
  /// - Returns: false where none is due, or the server is held back.
  func deliverNext(at now: Date) throws -> Bool {
    try settle()
    let longestWait = schedule.longestWait / .seconds(1)
    // A hold that seems to last longer than any was begun before the clock was set back.
    if let hold, hold.until > now, hold.until <= now + longestWait { return false }
    guard let mail = try store.nextDueMail(at: now, longestWait: longestWait) else { return false }
    let outcome = transport.deliver(mail.envelope) { try frozenBytes(of: mail) }
    guard let fate = fate(of: mail, outcome, at: now) else { return false }
    unsettled = (mail, fate, now)
    try settle()
    return hold == nil
  }

  private func settle() throws {
    guard let (mail, fate, at) = unsettled else { return }
    try store.settle(fate, of: mail.id, at: at)
    unsettled = nil
    report(fate, of: mail)
  }

  /// Says what is committed, and not before: nothing that could fail stands between a server's 250 and its commit.
  private func report(_ fate: MailFate, of mail: QueuedMail) {
    let what = "mail \(mail.id) to \(mail.heading.recipient)"
    if case .untouched(let reason) = fate { return failures.failed(reason) }
    failures.succeeded()
    switch fate {
    case .sent(let reply): logger.info("\(what): \(reply)")
    case .deferred(let reply, _): logger.notice("\(what) put off: \(reply)")
    case .failed(let reply): logger.error("\(what) failed and is kept: \(reply)")
    case .untouched: break
    }
  }

  /// The bytes of the first try that got so far. They are composed here, at the last moment, so that they can say how late
  /// the mail is, and are on the disk before the first of them is sent (invariant 3).
  private func frozenBytes(of mail: QueuedMail) throws -> [UInt8] {
    if let message = mail.message { return [UInt8](message) }
    let message = composer.compose(mail.heading, about: mail.topic, at: Date())
    try store.freeze(message, of: mail.id)
    return [UInt8](message)
  }

  /// What a try makes of a mail; nil where we broke it off ourselves. Any answer to a mail ends a hold.
  private func fate(of mail: QueuedMail, _ outcome: DeliveryOutcome, at now: Date) -> MailFate? {
    switch outcome {
    case .interrupted: return nil
    case .unavailable(let reason):
      let attempts = (hold?.attempts ?? 0) + 1
      hold = (attempts, now + wait(afterAttempt: attempts))
      return .untouched(reply: reason.printable(limit: 500))
    case .accepted(let reply):
      hold = nil
      return .sent(reply: reply.printable(limit: 500))
    case .rejected(let reply):
      hold = nil
      return .failed(reply: reply.printable(limit: 500))
    case .deferred(let reply):
      hold = nil
      return putOff(mail, reply.printable(limit: 500), at: now)
    }
  }

  private func putOff(_ mail: QueuedMail, _ reply: String, at now: Date) -> MailFate {
    let elapsed = Duration.seconds(now.timeIntervalSince(mail.firstDeferredAt ?? now))
    let attempts = mail.attempts + 1
    guard !schedule.isOver(after: elapsed, attempts: attempts) else { return .failed(reply: reply) }
    return .deferred(reply: reply, until: now + wait(afterAttempt: attempts))
  }

  private func wait(afterAttempt attempt: Int) -> TimeInterval {
    schedule.wait(afterAttempt: attempt, chance: .random(in: 0...1)) / .seconds(1)
  }
}

extension QueuedMail {
  fileprivate var envelope: Envelope {
    Envelope(
      sender: heading.sender, recipient: heading.recipient, id: id, queuedAt: Int64(queuedAt.timeIntervalSince1970))
  }
}
