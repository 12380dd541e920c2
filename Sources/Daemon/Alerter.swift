// Stage 2: from a login without a decision to a decision, and to the mail that it asks for.

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
        failures.succeeded()
      } catch {
        failures.failed(error)
        pause = Self.retryInterval
      }
      if wakeup.isStopped { return }
      wakeup.wait(atMost: pause)
    }
  }

  /// Decides about the oldest logins that wait for it: a transaction each.
  /// - Returns: how many there were.
  func decideNext(at now: Date) throws -> Int {
    let logins = try store.undecidedLogins(limit: Self.batchSize)
    for login in logins {
      let decision = policy.decide(about: login.login)
      try store.decide(decision, about: login, mail: mail(decision, about: login), at: now)
      logger.info("\(MailHeading.subject(login.login)) by \(login.login.method): \(decision.name), \(decision.reason)")
      courier.ring()
    }
    return logins.count
  }

  private func mail(_ decision: AlertDecision, about login: RecordedLogin) -> [MailHeading] {
    guard case .mail = decision else { return [] }
    return recipients.map { MailHeading(alertAbout: login.login, from: sender, to: $0, unique: UUID()) }
  }
}
