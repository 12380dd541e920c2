// The daemon: what is opened in which order, and the list of all that lives long.

import Alerts
import Delivery
import Foundation
public import Logging
import ServiceLifecycle
public import Sessions
import Store
import Systemd
import UnixSignals

/// Follows the journal, records logins and mails them until it is told to stop.
public struct Daemon: Sendable {
  private let configuration: Configuration
  private let since: Timestamp?
  private let logger: Logger

  /// Takes its settings and its log.
  /// - Parameter since: where the very first start begins; nil for the journal's end.
  public init(_ configuration: Configuration, since: Timestamp? = nil, logger: Logger) {
    self.configuration = configuration
    self.since = since
    self.logger = logger
  }

  /// Runs until SIGTERM or SIGINT.
  /// - Throws: whatever keeps it from starting; once it is ready it survives what can be survived.
  public func run() async throws {
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    let manager = ServiceManager()
    let (courier, alerter, caretaker, watcher) = try stages(manager)
    let lock = try StoreLock(of: configuration.database)
    defer { withExtendedLifetime(lock) {} }
    let ready = { @Sendable in
      announce()
      manager.ready()
    }
    let services: [any Service] = [
      StageService(stage: courier), StageService(stage: alerter), StageService(stage: caretaker),
      StageService(stage: watcher, whenStarted: ready),
    ]
    try await ServiceGroup(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
    ).run()
    logger.info("stopped")
  }

  /// Makes the stages. What is wrong with the configuration shows before the first file is touched.
  private func stages(_ manager: ServiceManager) throws -> (Courier, Alerter, Caretaker, Watcher) {
    let mail = configuration.mail
    let transport = try mail.transport()
    let composer = AlertMail(templates: try TemplateDirectory(path: mail.templates).templates(), zone: .current)
    let store = try Store.opening(configuration.database)
    let status = StatusBoard(manager, note: configuration.nobodyNotice)
    let courier = Courier(store: store, composer: composer, transport: transport, status: status, logger: logger)
    let alerter = Alerter(
      store: store, policy: AlertPolicy(), sender: mail.sender, recipients: mail.recipients, courier: courier.wakeup,
      logger: logger)
    let caretaker = Caretaker(
      store: store, source: configuration.journal, retention: configuration.retention,
      logLevel: { [configuration] in configuration.sshdLogLevel }, alerter: alerter.wakeup, logger: logger)
    let watcher = Watcher(
      source: configuration.journal, store: store,
      trust: TrustRules(addingExecutables: configuration.sshdExecutables), since: since, alerter: alerter.wakeup,
      manager: manager, status: status, logger: logger)
    return (courier, alerter, caretaker, watcher)
  }

  private func announce() {
    logger.info("watching journal '\(configuration.journal)', record in \(configuration.database)")
    if let notice = configuration.nobodyNotice {
      logger.notice("\(notice)")
    } else {
      logger.info(
        "mail goes to \(configuration.mail.recipients.joined(separator: ", ")) by \(configuration.mail.server)")
    }
  }
}

extension Store {
  /// Opens the database, and makes its directory where that is missing, for nobody else to look into.
  static func opening(_ path: String) throws -> Store {
    let directory = URL(filePath: path).deletingLastPathComponent().path
    // What cannot be made shows when the database is opened, with SQLite's reason.
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try Store(path: path)
  }
}
