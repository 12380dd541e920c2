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

  let store: Store
  private(set) var settings: AlerterSettings
  private nonisolated let newSettings = Inbox<AlerterSettings>()
  let logger: Logger
  /// Rung when there is mail.
  let courier: Wakeup
  /// When the daemon started.
  private(set) var startedAt: Date?
  private var failures: FailureLog
  private var lookupFailures: FailureLog
  /// Made on this thread, and anew for other settings.
  private var lookup: LoginLookup?

  private static let batchSize = LoginLookup.mostAsked
  private static let retryInterval = Duration.seconds(1)

  init(store: Store, settings: AlerterSettings, courier: Wakeup, logger: Logger) {
    self.store = store
    self.settings = settings
    self.courier = courier
    self.logger = logger
    failures = FailureLog(logger, doing: "queue mail")
    lookupFailures = FailureLog(
      logger, doing: "look anything up", meanwhile: "mail goes without", failing: .lookupFailed)
  }

  /// Goes on with other settings.
  nonisolated func use(_ settings: AlerterSettings) {
    newSettings.put(settings)
    wakeup.ring()
  }

  func start(at now: Date) {
    startedAt = now
  }

  /// Decides until told to stop; what is there by then is decided about first, as far as the time allows.
  func run() {
    while true {
      var pause: Duration?
      do {
        if let new = newSettings.take() { (settings, lookup) = (new, nil) }
        while try !wakeup.isOver && decideNext(at: Date()) > 0 {}
        try announceGaps(at: Date())
        pause = try tellOthers(at: Date())
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
    let waiting = try store.undecidedLogins(limit: Self.batchSize)
    guard !waiting.isEmpty else { return 0 }
    let findings = lookUp(waiting, at: now)
    let decided = try store.decide(waiting, at: now) { login, precedents in
      try settings.decide(about: login, findings[login.id] ?? LoginFindings(), after: precedents, at: now)
    }
    for each in decided { logger.log(.info, .loginDecided, Self.words(each), Self.fields(each)) }
    courier.ring()
    return decided.count
  }

  /// Without it the logins are decided about all the same.
  private func lookUp(_ logins: [RecordedLogin], at now: Date) -> [Int64: LoginFindings] {
    do {
      if lookup == nil { lookup = try LoginLookup(settings.lookup, store: store, logger: logger) }
      lookupFailures.succeeded()
      return lookup?.findings(on: logins, at: now) ?? [:]
    } catch {
      lookupFailures.failed(error)
      return [:]
    }
  }

  private static func words(_ decided: DecidedLogin) -> String {
    let report = decided.login.report(decided.findings, news: decided.news)
    return "\(report.line) by \(report.login.methods): \(decided.decision.name), \(decided.decision.reason)"
      + (report.newsWords.map { "; new: \($0)" } ?? "")
  }

  private static func fields(_ decided: DecidedLogin) -> [LogField: String?] {
    let login = decided.login.login
    return [
      .loginID: "\(decided.login.id)", .host: login.hostname, .user: login.user, .address: login.origin.address,
      .method: login.methods, .key: login.key?.fingerprint, .decision: decided.decision.name,
      .reason: decided.decision.reason,
      .news: decided.news.isEmpty ? nil : decided.news.map(\.rawValue).joined(separator: " "),
    ]
  }

  /// Queues mail about times in which logins may have been missed.
  func announceGaps(at now: Date) throws {
    for gap in try store.gapsToAnnounce(at: now) {
      try store.announce(gap, mail: settings.headings(.gap(gap.gap, isOver: gap.isOver)), at: now)
      courier.ring()
    }
  }
}
