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
  private var unsettled: (id: Int64, fate: MailFate, at: Date)?
  private var failures: FailureLog

  private static let retryInterval = Duration.seconds(1)
  /// How long what is due may still be sent when it is time to stop: an intruder's first act may be `systemctl stop`.
  private static let lastChance = Duration.seconds(5)

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

  /// Sends until told to stop; what is due by then is sent first.
  func run() {
    while true {
      let pause = workOff()
      if wakeup.isStopped { return }
      wakeup.wait(atMost: pause)
    }
  }

  nonisolated func stop() {
    interrupt(Self.lastChance)
    wakeup.stop()
  }

  /// Sends all that is due.
  /// - Returns: how long there is nothing to do; nil until there is new mail.
  private func workOff() -> Duration? {
    do {
      while try deliverNext(at: Date()) {}
      status.show(outbox: try store.outboxCounts())
      return try nextTime().map { .seconds(max(0, $0.timeIntervalSince(Date()))) }
    } catch {
      failures.failed("\(error)")
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
    if let hold, hold.until > now { return false }
    guard let mail = try store.nextDueMail(at: now) else { return false }
    let outcome = transport.deliver(mail.envelope) { try frozenBytes(of: mail) }
    unsettled = (mail.id, fate(of: mail, outcome, at: now), now)
    try settle()
    return hold == nil
  }

  private func settle() throws {
    guard let (id, fate, at) = unsettled else { return }
    try store.settle(fate, of: id, at: at)
    unsettled = nil
  }

  /// The bytes of the first try that got so far. They are composed here, at the last moment, so that they can say how late
  /// the mail is, and are on the disk before the first of them is sent (invariant 3).
  private func frozenBytes(of mail: QueuedMail) throws -> [UInt8] {
    if let message = mail.message { return [UInt8](message) }
    let message = composer.compose(mail.heading, about: mail.login.login, at: Date())
    try store.freeze(message, of: mail.id)
    return [UInt8](message)
  }

  private func fate(of mail: QueuedMail, _ outcome: DeliveryOutcome, at now: Date) -> MailFate {
    switch outcome {
    case .unavailable(let reason):
      return holdBack(reason.printable(limit: 500), at: now)
    case .accepted(let reply):
      answered()
      logger.info("mail \(mail.id) to \(mail.heading.recipient) sent: \(reply.printable(limit: 500))")
      return .sent(reply: reply.printable(limit: 500))
    case .rejected(let reply):
      answered()
      return giveUp(mail, reply.printable(limit: 500))
    case .deferred(let reply):
      answered()
      return putOff(mail, reply.printable(limit: 500), at: now)
    }
  }

  private func answered() {
    hold = nil
    failures.succeeded()
  }

  private func holdBack(_ reason: String, at now: Date) -> MailFate {
    let attempts = (hold?.attempts ?? 0) + 1
    hold = (attempts, now + wait(afterAttempt: attempts))
    failures.failed(reason)
    return .untouched(reply: reason)
  }

  private func putOff(_ mail: QueuedMail, _ reply: String, at now: Date) -> MailFate {
    let elapsed = Duration.seconds(now.timeIntervalSince(mail.firstDeferredAt ?? now))
    guard !schedule.isOver(after: elapsed) else { return giveUp(mail, reply) }
    logger.notice("mail \(mail.id) to \(mail.heading.recipient) put off: \(reply)")
    return .deferred(reply: reply, until: now + wait(afterAttempt: mail.attempts + 1))
  }

  private func giveUp(_ mail: QueuedMail, _ reply: String) -> MailFate {
    logger.error("mail \(mail.id) to \(mail.heading.recipient) failed and is kept: \(reply)")
    return .failed(reply: reply)
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
