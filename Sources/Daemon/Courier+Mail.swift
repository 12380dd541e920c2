// One mail: which one is next, which server takes it, and what becomes of it.

import Alerts
import Delivery
import Foundation
import Logging
import Sessions
import Store

/// What became of a mail, before it is committed.
struct Settlement {
  var mail: QueuedMail
  var fate: MailFate
  var at: Date
  /// A server that was held and has answered.
  var released: String?
}

extension Courier {
  /// Tries the mail that has waited longest.
  /// - Returns: false where none is due, or all servers are held back.
  func deliverNext(at now: Date) throws -> Bool {
    try settle()
    try renew()
    guard relays.contains(where: { $0.isFree(at: now, longestWait: longestWait) }),
      let mail = try store.nextDueMail(at: now, longestWait: longestWait)
    else { return false }
    if try digestLate(mail, at: now) { return true }
    guard let (fate, relay) = try send(mail, at: now) else { return !wakeup.isOver }
    unsettled = Settlement(mail: mail, fate: fate, at: now, released: relay)
    try settle()
    if case .untouched = fate { return false }
    return true
  }

  /// Puts the old logins that wait for a mail into a digest.
  private func digestLate(_ mail: QueuedMail, at now: Date) throws -> Bool {
    guard let lateAfter = settings.lateAfter, let since = mail.lateSince, since < now - lateAfter else { return false }
    return try store.digestLateMail(to: mail.heading.recipient, olderThan: now - lateAfter, at: now)
  }

  private func settle() throws {
    guard let settled = unsettled else { return }
    try store.settle(settled.fate, of: settled.mail.id, releasing: settled.released, at: settled.at)
    unsettled = nil
    report(settled.fate, of: settled.mail)
  }

  /// Says what is committed, and not before: nothing that could fail stands between a server's 250 and its commit.
  private func report(_ fate: MailFate, of mail: QueuedMail) {
    let what = "mail \(mail.id) to \(mail.heading.recipient)"
    let fields: [LogField: String?] = [
      .mailID: "\(mail.id)", .recipient: mail.heading.recipient, .loginID: mail.loginID.map { "\($0)" },
      .reply: fate.reply,
    ]
    switch fate {
    case .sent(let reply): logger.log(.info, .mailSent, "\(what): \(reply)", fields)
    case .deferred(let reply, _, _): logger.log(.notice, .mailPutOff, "\(what) put off: \(reply)", fields)
    case .failed(let reply): logger.log(.error, .mailFailed, "\(what) failed and is kept: \(reply)", fields)
    case .untouched: break
    }
  }

  /// Tries the servers in order, until one has an answer for this mail.
  /// - Returns: what became of the mail, and the server that answers again; nil where there was nothing to send any more, or
  ///   where we broke it off ourselves.
  private func send(_ mail: QueuedMail, at now: Date) throws -> (MailFate, released: String?)? {
    var reasons: [String] = []
    for index in relays.indices where relays[index].isFree(at: now, longestWait: longestWait) {
      var isGone = false
      let outcome = relays[index].transport.deliver(mail.envelope) {
        guard let bytes = try bytes(of: mail) else {
          isGone = true
          throw CancellationError()
        }
        return bytes
      }
      if isGone { return nil }
      switch outcome {
      case .interrupted: return nil
      case .unavailable(let reason):
        reasons.append(try hold(index, reason, settings.schedule.capped(at: Self.longestSilence), at: now))
      case .refused(let reason): reasons.append(try hold(index, reason, settings.schedule, at: now))
      case .accepted, .deferred, .recipientDeferred, .rejected:
        let isNew = relays[index].answered()
        return fate(of: mail, outcome, at: now).map { ($0, isNew ? relays[index].name : nil) }
      }
    }
    return (.untouched(reply: reasons.joined(separator: "; ")), nil)
  }

  /// The bytes of the first try that got so far. They are composed here, at the last moment, so that they can say how late
  /// the mail is, and are on the disk before the first of them is sent (invariant 3).
  private func bytes(of mail: QueuedMail) throws -> [UInt8]? {
    let now = Date()
    return try store.message(of: mail.id, at: now) { heading, topic in
      settings.composer.compose(heading, about: topic, at: now)
    }.map { [UInt8]($0) }
  }

  private func hold(_ index: Int, _ reason: String, _ schedule: RetrySchedule, at now: Date) throws -> String {
    let hold = relays[index].failed(reason.printable(limit: 500), schedule: schedule, at: now)
    try store.hold(relays[index].name, hold)
    return hold.reason
  }

  private func fate(of mail: QueuedMail, _ outcome: DeliveryOutcome, at now: Date) -> MailFate? {
    switch outcome {
    case .accepted(let reply): .sent(reply: reply.printable(limit: 500))
    case .rejected(let reply): .failed(reply: reply.printable(limit: 500))
    case .recipientDeferred(let reply): putOff(mail, reply.printable(limit: 500), holdsRecipient: true, at: now)
    case .deferred(let reply): putOff(mail, reply.printable(limit: 500), holdsRecipient: false, at: now)
    case .unavailable, .refused, .interrupted: nil
    }
  }

  private func putOff(_ mail: QueuedMail, _ reply: String, holdsRecipient: Bool, at now: Date) -> MailFate {
    let elapsed = Duration.seconds(now.timeIntervalSince(mail.firstDeferredAt ?? now))
    let attempts = mail.attempts + 1
    guard !settings.schedule.isOver(after: elapsed, attempts: attempts) else { return .failed(reply: reply) }
    let wait = settings.schedule.wait(afterAttempt: attempts, chance: .random(in: 0...1)) / .seconds(1)
    return .deferred(reply: reply, until: now + wait, holdsRecipient: holdsRecipient)
  }
}

extension QueuedMail {
  fileprivate var envelope: Envelope {
    Envelope(
      sender: heading.sender, recipient: heading.recipient, id: id, queuedAt: Int64(queuedAt.timeIntervalSince1970))
  }
}
