// Invariant 8: however a journal is split into runs, and whatever of it was read before a kill, the rows are those of one run.

import Foundation
import GRDB
import Journal
import Logging
import Sessions
import Store
import Systemd
import TestKit
import Testing

@testable import Daemon

struct SplitTests {
  @Test(arguments: RecordedJournal.suites) func `a new process for each entry`(suite: String) async throws {
    let run = try Run(of: RecordedJournal(suite))
    while try await run.watcher(batchSize: 1).readOnce() {}
    #expect(try run.difference(from: try await Run.inOneGo(of: RecordedJournal(suite))) == [])
  }

  @Test(arguments: RecordedJournal.suites, (1...3).map { _ in UInt64.random(in: 0 ... .max) })
  func `batches of any size, some of which are lost and read again`(suite: String, seed: UInt64) async throws {
    print("split of \(suite) by seed \(seed)")
    var random = SeededGenerator(state: seed)
    let run = try Run(of: RecordedJournal(suite))
    var lost = try run.readInVain(Int.random(in: 1...500, using: &random))
    var hasMore = true
    while hasMore {
      if Bool.random(using: &random) { lost += try run.readInVain(Int.random(in: 1...500, using: &random)) }
      let watcher = run.watcher(batchSize: Int.random(in: 1...200, using: &random))
      try await watcher.start(at: .at(0))
      for _ in 0..<Int.random(in: 1...5, using: &random) where hasMore {
        hasMore = try await watcher.readBatch(at: Bool.random(using: &random) ? Run.idle : .at(0))
      }
    }
    #expect(lost > 0)
    #expect(try run.difference(from: try await Run.inOneGo(of: RecordedJournal(suite))) == [])
  }
}

/// A record of one of the recorded journals.
private struct Run {
  private let directory: TemporaryDirectory
  private let journal: RecordedJournal
  private let store: Store
  private var source: JournalSource { .directory(journal.path) }

  /// So late that each batch is committed, also where nothing has changed.
  static let idle = Date.at(100)

  init(of journal: RecordedJournal) throws {
    self.journal = journal
    directory = try TemporaryDirectory(inMemory: true)
    store = try Store(path: directory.path("ssh-alertd.db"))
    let head = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
    try store.record(SessionBatch(), upTo: head, of: source.description, at: .at(0))
  }

  /// One process, batches as large as they come.
  static func inOneGo(of journal: RecordedJournal) async throws -> Run {
    let run = try Run(of: journal)
    let watcher = run.watcher(batchSize: 1000)
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
    return run
  }

  func watcher(batchSize: Int) -> Watcher {
    Watcher(
      source: source, store: store, trust: TrustRules(), batchSize: batchSize, hostname: "web1", alerter: Wakeup(),
      manager: ServiceManager(), status: .make(), logger: LogLines().logger)
  }

  /// A process that is killed before it commits what it has read.
  /// - Returns: how many entries that were.
  func readInVain(_ count: Int) throws -> Int {
    let position = try #require(try store.position(of: source.description))
    return try Follower(source, after: position, at: .at(0)).next(atMost: count).entries.count
  }

  /// The rows that only one of two records has. When they were recorded is no part of them.
  func difference(from other: Run) throws -> [String] {
    let (mine, others) = (try rows(), try other.rows())
    #expect(mine.count > 300)
    return mine.difference(from: others).map { "\($0)" }
  }

  private func rows() throws -> [String] {
    try DatabaseQueue(path: directory.path("ssh-alertd.db")).read { database in
      try ["login", "login_history", "failed_attempt", "pending_factor", "gap"].flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1, 2, 3, 4").map { row in
          "\(table): \(row.filter { $0.0 != "recorded_at" })"
        }
      }
    }
  }
}

extension Watcher {
  /// A process that lives for one batch.
  fileprivate func readOnce() throws -> Bool {
    try start(at: .at(0))
    return try readBatch(at: Run.idle)
  }
}

/// SplitMix64, whose numbers come again with the same seed.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
