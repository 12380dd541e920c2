// A journal file that is damaged: nothing stalls, what can be read is read, and nothing is made up.

import Foundation
import Journal
import Logging
import Sessions
import Store
import Systemd
import TestKit
import Testing

@testable import Daemon

struct DamageTests {
  private let directory: TemporaryDirectory
  private let journal: RecordedJournal
  private let store: Store
  private var source: JournalSource { .directory(journal.path) }

  init() throws {
    directory = try TemporaryDirectory()
    journal = try RecordedJournal("bookworm")
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  /// Overwrites a part of the system's journal file.
  private func damage(at offset: UInt64) throws {
    let name = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: journal.path).first { $0.hasSuffix("/system.journal") })
    let file = try FileHandle(forWritingTo: URL(filePath: "\(journal.path)/\(name)"))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(repeating: 0xFF, count: 3000))
    try file.close()
  }

  /// In the middle of the entries, of which the file has some hundred kilobytes behind its tables.
  @Test(.timeLimit(.minutes(15)), arguments: [UInt64(3_820_066), 3_900_110, 3_980_154, 4_040_187])
  func `what stands before and behind it is read, and nothing stalls`(offset: UInt64) async throws {
    let expected = try Set(journal.expectedLogins().compactMap { $0["cursor"] as? String })
    let end = try Follower.end(of: source, at: .at(0))
    try damage(at: offset)
    let head = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
    try store.record([], upTo: head, of: source.description, at: .at(0))
    let log = LogLines()
    let watcher = Watcher(
      source: source, store: store, trust: TrustRules(), alerter: Wakeup(), manager: ServiceManager(), status: .make(),
      logger: log.logger)
    try await readAll(watcher)
    watcher.stop()
    await watcher.run()
    let found = Set(try store.undecidedLogins(limit: 999).map(\.login.cursor))
    #expect(found.isSubset(of: expected))
    #expect(found.count > 150)
    #expect(try store.gapsToAnnounce(at: .at(100)).map(\.gap.reason) == [.unreadable])
    #expect(try store.position(of: source.description) == end)
    #expect(log.all.filter { $0.contains("(unreadable)") }.count < 10)
  }

  /// As `run` does, without its pauses; a fault that is never passed ends the test.
  private func readAll(_ watcher: Watcher) async throws {
    for _ in 1...20 {
      do {
        try await watcher.start(at: .at(0))
        while try await watcher.readBatch(at: .at(100)) {}
        return
      } catch {
        await watcher.failed(error)
      }
    }
    Issue.record("it never got to the end")
  }
}
