// A journal that is read again, since its cursor was of no use: what is known comes to no effect.

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

struct ReadAgainTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func read(_ journal: RecordedJournal) async throws {
    let source = JournalSource.directory(journal.path)
    let head = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
    try store.record([], upTo: head, of: source.description, at: .at(0))
    let watcher = Watcher(
      source: source, store: store, trust: TrustRules(), alerter: Wakeup(), manager: ServiceManager(), status: .make(),
      logger: LogLines().logger)
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
  }

  private func rows(_ table: String) throws -> [Row] {
    try DatabaseQueue(path: directory.path("ssh-alertd.db")).read {
      try Row.fetchAll($0, sql: "SELECT * FROM \(table) ORDER BY 1, 2, 3, 4")
    }
  }

  @Test(arguments: RecordedJournal.suites, ["login", "pending_factor", "gap"])
  func `its rows are the same`(suite: String, table: String) async throws {
    let journal = try RecordedJournal(suite)
    try await read(journal)
    let before = try rows(table)
    try await read(journal)
    #expect(try rows(table) == before)
  }
}
