// The daemon: what is opened in which order, and the list of all that lives long.

import Foundation
public import Logging
import Processes
import ServiceLifecycle
public import Sessions
import Store
import Systemd
import UnixSignals

/// Follows the journal, records logins and mails them until it is told to stop.
public struct Daemon: Sendable {
  private let configuration: Configuration
  private let load: @Sendable () throws -> Configuration
  private let since: Timestamp?
  private let logger: Logger

  /// Takes its settings and its log.
  /// - Parameters:
  ///   - load: reads the configuration, at the start and at each SIGHUP.
  ///   - since: where the very first start begins; nil for the journal's end.
  public init(
    loading load: @escaping @Sendable () throws -> Configuration, since: Timestamp? = nil, logger: Logger
  ) throws {
    self.configuration = try load()
    self.load = load
    self.since = since
    self.logger = logger
  }

  /// Runs until SIGTERM or SIGINT.
  /// - Throws: whatever keeps it from starting; once it is ready it survives what can be survived.
  public func run() async throws {
    ProcessMemory.keepPrivate()
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    let manager = ServiceManager()
    let stages = try Stages(configuration, since: since, manager: manager, logger: logger)
    let lock = try StoreLock(of: configuration.database)
    defer { withExtendedLifetime(lock) {} }
    let ready = { @Sendable in
      announce()
      manager.ready()
    }
    let reloader = Reloader(
      current: configuration, load: load, apply: stages.use, manager: manager, logger: logger)
    let services: [any Service] = [
      reloader, StageService(stage: stages.attendant, logger: logger),
      StageService(stage: stages.courier, logger: logger),
      StageService(stage: stages.alerter, logger: logger), StageService(stage: stages.caretaker, logger: logger),
      StageService(stage: stages.watcher, logger: logger, whenStarted: ready),
    ]
    try await ServiceGroup(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
    ).run()
    logger.log(.info, .stopped, "stopped")
  }

  private func announce() {
    let words = "watching journal '\(configuration.journal)', record in \(configuration.database)"
    logger.log(.info, .started, words)
    logger.log(level: configuration.notifiesNobody ? .notice : .info, "\(configuration.mailNotice)")
  }
}
