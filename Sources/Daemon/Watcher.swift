// Stage 1: from the journal into the table `login`. It waits for nothing but the journal: not for mail, not for a lookup.

import Foundation
import Journal
import Logging
import Sessions
import Store
import Systemd

/// Follows a journal and records what it says about logins.
actor Watcher: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "watcher")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let source: JournalSource
  private let store: Store
  private let parser: SessionParser
  private let logger: Logger
  private let manager: ServiceManager
  private let status: StatusBoard
  /// Rung when there are new logins.
  private let alerter: Wakeup

  private var follower: Follower?
  private var tracker = SessionTracker()
  private var position = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
  /// How many the record holds.
  private var logins = 0
  private var savedAt = Date.distantPast
  private var failures: FailureLog

  /// Entries a transaction when catching up.
  private static let batchSize = 1000
  /// How often a position is committed that only passes by what nobody waits for; seconds.
  private static let idleSaveInterval: TimeInterval = 60
  /// How long to wait before opening the journal or the database anew.
  private static let retryInterval = Duration.seconds(1)

  init(
    source: JournalSource, store: Store, trust: TrustRules, alerter: Wakeup, manager: ServiceManager,
    status: StatusBoard, logger: Logger
  ) {
    self.source = source
    self.store = store
    self.parser = SessionParser(trust: trust)
    self.alerter = alerter
    self.manager = manager
    self.status = status
    self.logger = logger
    failures = FailureLog(logger, doing: "record logins")
  }

  /// Opens the journal where the last run stopped. On the very first start that is its end: nobody is mailed about the past,
  /// and the position is committed, so that nothing after this moment is missed.
  func start(at now: Date) throws {
    let saved = try store.position(of: source.description)
    position = try saved ?? Follower.end(of: source, at: now)
    if saved == nil { try store.record([], upTo: position, of: source.description, at: now) }
    savedAt = now
    tracker = SessionTracker(open: try store.openLogins())
    follower = try Follower(source, after: position, at: now)
    if follower?.hasSkipped == true {
      logger.warning("the saved position is from the future, at \(position.at.date): going on from the journal's end")
    }
    logins = try store.loginCount()
    status.show(logins: logins)
  }

  /// Reads on until told to stop.
  func run() {
    while !wakeup.isStopped {
      manager.beat()
      do {
        if follower == nil { try start(at: Date()) }
        if try readBatch(at: Date()) { continue }
        failures.succeeded()
        try follower?.wait(wakeup, atMost: manager.watchdogInterval.map { $0 / 2 })
      } catch {
        failures.failed(error)
        follower = nil
        wakeup.wait(atMost: Self.retryInterval)
      }
    }
    finish()
  }

  /// Reads what has come, up to a batch of it, and commits its logins with its position (invariant 1).
  /// - Returns: true where there may be more.
  func readBatch(at now: Date) throws -> Bool {
    guard let follower else { return false }
    let entries = try follower.next(atMost: Self.batchSize)
    guard let last = entries.last else { return false }
    var batch = LoginBatch()
    for entry in entries { batch.take(tracker.apply(parser.event(in: entry), of: entry)) }
    position = JournalPosition(cursor: last.cursor, at: last.at)
    if !batch.logins.isEmpty || now.timeIntervalSince(savedAt) > Self.idleSaveInterval { try save(batch, at: now) }
    return entries.count == Self.batchSize
  }

  private func save(_ batch: LoginBatch, at now: Date) throws {
    logins += try store.record(batch.logins, upTo: position, of: source.description, at: now)
    savedAt = now
    guard !batch.logins.isEmpty else { return }
    alerter.ring()
    status.show(logins: logins)
  }

  nonisolated func stop() {
    manager.stopping()
    wakeup.stop()
  }

  /// What this fails to save is read again, to no effect.
  private func finish() {
    if follower != nil { _ = try? store.record([], upTo: position, of: source.description, at: Date()) }
    follower = nil
  }
}
