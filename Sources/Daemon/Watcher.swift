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
  private let since: Timestamp?
  private let hostname: String
  /// Rung when there are new logins.
  private let alerter: Wakeup
  /// logind's two ways to say that a session begins.
  private let bells: [any Bell] = [Doorbell(), SessionMonitor()]
  private var follower: Follower?
  private var tracker = SessionTracker()
  private var position = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
  /// What keeps it from reading on, where that is something in the journal itself.
  private var fault: JournalFault?
  /// How many the record holds.
  private var logins = 0
  /// The place in the database, and when it was committed.
  private var saved: JournalPosition?
  private var savedAt = Date.distantPast
  private var failures: FailureLog

  /// Entries a transaction when catching up.
  private let batchSize: Int
  /// How often a position is committed that only passes by what nobody waits for; seconds.
  private static let idleSaveInterval: TimeInterval = 60
  /// How long to wait before opening the journal or the database anew.
  private static let retryInterval = Duration.seconds(1)
  /// After so many entries the journal is opened anew at its end, so that what was mapped of it goes.
  private static let reopenAfter = 10_000

  /// - Parameters:
  ///   - since: where the very first start begins; nil for the journal's end.
  ///   - hostname: of this machine, for gaps that no entry tells of.
  init(
    source: JournalSource, store: Store, trust: TrustRules, since: Timestamp? = nil, batchSize: Int = 1000,
    hostname: String = Configuration.hostname, alerter: Wakeup, manager: ServiceManager, status: StatusBoard,
    logger: Logger
  ) {
    self.source = source
    self.store = store
    self.parser = SessionParser(trust: trust)
    self.since = since
    self.batchSize = batchSize
    self.hostname = hostname
    self.alerter = alerter
    self.manager = manager
    self.status = status
    self.logger = logger
    failures = FailureLog(logger, doing: "record logins")
  }

  /// Opens the journal where the last run stopped. On the very first start that is its end, unless a person has chosen another
  /// time: nobody is mailed about the past. The position is committed, so that nothing after this moment is missed.
  func start(at now: Date) throws {
    let found = try store.position(of: source.description)
    position = try found ?? firstPosition(at: now)
    if found == nil { try store.record(SessionBatch(), upTo: position, of: source.description, at: now) }
    (saved, savedAt) = (position, now)
    tracker = SessionTracker(open: try store.openLogins(), factors: try store.pendingFactors())
    follower = try Follower(source, after: position, at: now, stepping: fault?.step)
    logins = try store.loginCount()
    status.show(logins: logins)
  }

  private func firstPosition(at now: Date) throws -> JournalPosition {
    try since.map { JournalPosition(cursor: nil, at: $0) } ?? Follower.end(of: source, at: now)
  }

  /// Reads on until told to stop.
  func run() {
    while !wakeup.isStopped {
      manager.beat()
      do {
        if follower == nil { try start(at: Date()) }
        if try readBatch(at: Date()) { continue }
        failures.succeeded()
        try rest(at: Date())
      } catch {
        failed(error)
        wakeup.wait(atMost: Self.retryInterval)
      }
    }
    finish()
  }

  /// Reads what has come, up to a batch of it, and commits its logins with its position (invariant 1).
  /// - Returns: true where there may be more.
  func readBatch(at now: Date) throws -> Bool {
    guard let follower else { return false }
    let found = try follower.next(atMost: batchSize)
    var batch = SessionBatch(found.gaps.map { .gap(named($0)) })
    for entry in found.entries { batch.take(tracker.apply(parser.event(in: entry), of: entry)) }
    position = found.position
    let isUpToDate = position == saved || abs(now.timeIntervalSince(savedAt)) <= Self.idleSaveInterval
    if !batch.changes.isEmpty || !isUpToDate { try save(batch, at: now) }
    if !found.hasMore { fault = nil } else if !found.entries.isEmpty { fault = fault?.afterProgress }
    return found.hasMore
  }

  private func save(_ batch: SessionBatch, at now: Date) throws {
    logins += try store.record(batch, upTo: position, of: source.description, at: now)
    (saved, savedAt) = (position, now)
    guard !batch.changes.isEmpty else { return }
    for case .gap(let gap) in batch.changes {
      logger.log(.warning, .loginsMissed, Self.words(gap), [.host: gap.hostname, .reason: gap.reason.rawValue])
    }
    alerter.ring()
    status.show(logins: logins)
  }

  /// Waits for the journal to grow; what came while it was opened anew is read first.
  private func rest(at now: Date) throws {
    if let follower, follower.count > Self.reopenAfter || follower.seesAll {
      self.follower = try Follower(source, after: position, at: now)
      return
    }
    try follower?.wait(wakeup, or: bells, atMost: manager.watchdogInterval.map { $0 / 2 })
  }

  /// The journal is opened anew. What fails again and again at one place is passed over, some way farther each time.
  func failed(_ error: any Error) {
    failures.failed(error)
    defer { follower = nil }
    guard let error = error as? JournalError, error.isOfContent else { return }
    savePosition()
    fault = (fault ?? JournalFault()).again
  }

  private func named(_ gap: Gap) -> Gap {
    var gap = gap
    if gap.hostname.isEmpty { gap.hostname = hostname }
    return gap
  }

  private static func words(_ gap: Gap) -> String {
    let count = gap.entries.map { ", entries: \($0)" } ?? ""
    return
      "logins may have been missed (\(gap.reason.rawValue)) from \(gap.from.date.formatted(.iso8601)) to "
      + "\(gap.to.date.formatted(.iso8601))\(count)"
  }

  nonisolated func stop() {
    manager.stopping()
    wakeup.stop()
  }

  /// What this fails to save is read again, to no effect.
  private func savePosition() {
    if follower != nil { _ = try? store.record(SessionBatch(), upTo: position, of: source.description, at: Date()) }
  }

  private func finish() {
    savePosition()
    follower = nil
  }
}
