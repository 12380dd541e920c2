// Stage 2: from a login without a decision to a decision, and to the mail that it asks for; and from a gap to the mail about it.

import Alerts
import Foundation
import Logging
import Sessions
import Store

/// Decides about logins and queues their mail.
actor Alerter: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "alerter")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let store: Store
  private let policy: AlertPolicy
  private let sender: String
  private let recipients: [String]
  private let logger: Logger
  /// Rung when there is mail.
  private let courier: Wakeup
  private var failures: FailureLog

  private static let batchSize = 100
  private static let retryInterval = Duration.seconds(1)

  init(
    store: Store, policy: AlertPolicy, sender: String, recipients: [String], courier: Wakeup, logger: Logger
  ) {
    self.store = store
    self.policy = policy
    self.sender = sender
    self.recipients = recipients
    self.courier = courier
    self.logger = logger
    failures = FailureLog(logger, doing: "queue mail")
  }

  /// Decides until told to stop; what is there by then is decided about first, as far as the time allows.
  func run() {
    while true {
      var pause: Duration?
      do {
        while try !wakeup.isOver && decideNext(at: Date()) > 0 {}
        try announceGaps(at: Date())
        failures.succeeded()
      } catch {
        failures.failed(error)
        pause = Self.retryInterval
      }
      if wakeup.isStopped { return }
      wakeup.wait(atMost: pause)
    }
  }

  /// Decides about the oldest logins that wait for it, in one transaction.
  /// - Returns: how many there were.
  func decideNext(at now: Date) throws -> Int {
    let decided = try store.undecidedLogins(limit: Self.batchSize).map { login in
      let decision = policy.decide(about: login.login)
      return DecidedLogin(login, decision, mail: mail(decision, about: login))
    }
    guard !decided.isEmpty else { return 0 }
    try store.decide(decided, at: now)
    for each in decided { logger.info("\(Self.words(each))") }
    courier.ring()
    return decided.count
  }

  private static func words(_ decided: DecidedLogin) -> String {
    let login = decided.login.login
    return
      "\(AlertTopic.login(login).subject) by \(login.methods): \(decided.decision.name), \(decided.decision.reason)"
  }

  /// Queues mail about times in which logins may have been missed.
  func announceGaps(at now: Date) throws {
    for gap in try store.gapsToAnnounce(at: now) {
      try store.announce(gap, mail: headings(.gap(gap.gap, isOver: gap.isOver)), at: now)
      courier.ring()
    }
  }

  private func mail(_ decision: AlertDecision, about login: RecordedLogin) -> [MailHeading] {
    guard case .mail = decision else { return [] }
    return headings(.login(login.login))
  }

  private func headings(_ topic: AlertTopic) -> [MailHeading] {
    recipients.map { MailHeading(about: topic, from: sender, to: $0, unique: UUID()) }
  }
}
