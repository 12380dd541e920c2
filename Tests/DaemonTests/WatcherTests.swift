// From a recorded journal into the record: in one go, in pieces, again, and from its end.

import Foundation
import Journal
import Logging
import Sessions
import Store
import Systemd
import TestKit
import Testing

@testable import Daemon

struct WatcherTests {
  private let directory: TemporaryDirectory
  private let journal: RecordedJournal
  private let store: Store
  private let alerter = Wakeup()
  private var source: JournalSource { .directory(journal.path) }

  init() throws {
    directory = try TemporaryDirectory()
    journal = try RecordedJournal("trixie")
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func watcher() -> Watcher {
    Watcher(
      source: source, store: store, trust: TrustRules(), hostname: "here", alerter: alerter, manager: ServiceManager(),
      status: .make(),
      logger: LogLines().logger)
  }

  private func startAtHead() throws {
    let head = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
    try store.record([], upTo: head, of: source.description, at: .now)
  }

  private func replayed() throws -> [Login] {
    var logins: [Login] = []
    try Replay(source).run { logins.append($0) }
    return logins
  }

  private func recorded() throws -> [Login] {
    try store.undecidedLogins(limit: 10_000).map(\.login)
  }

  private func gaps() throws -> [Gap] {
    try store.gapsToAnnounce(at: .now).map(\.gap)
  }

  @Test func `all of a journal becomes the logins that a replay finds`() async throws {
    try startAtHead()
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
    #expect(try recorded() == replayed())
    #expect(try store.openLogins() == replayed().filter { $0.session.end == nil })
  }

  @Test func `a new process after each batch makes the same record`() async throws {
    try startAtHead()
    var count = 0
    var hasMore = true
    while hasMore {
      let watcher = watcher()
      try await watcher.start(at: .at(0))
      hasMore = try await watcher.readBatch(at: .distantFuture)
      count += 1
    }
    #expect(count > 1)
    #expect(try recorded() == replayed())
  }

  @Test func `a journal that is read again changes nothing`() async throws {
    for _ in 1...2 {
      try startAtHead()
      let watcher = watcher()
      try await watcher.start(at: .at(0))
      while try await watcher.readBatch(at: .at(0)) {}
    }
    #expect(try recorded() == replayed())
  }

  @Test func `the very first start begins at the end, and commits that`() async throws {
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    #expect(try store.position(of: source.description) == Follower.end(of: source, at: .at(0)))
    #expect(try store.position(of: source.description)?.cursor != nil)
    #expect(try await watcher.readBatch(at: .at(0)) == false)
    #expect(try store.loginCount() == 0)
  }

  @Test func `an empty journal has a position too, from which on nothing is missed`() async throws {
    let empty = try TemporaryDirectory()
    let end = try Follower.end(of: .directory(empty.path), at: .at(5))
    #expect(end == JournalPosition(cursor: nil, at: Timestamp(.at(5))))
    try store.record([], upTo: end, of: source.description, at: .at(5))
    let watcher = watcher()
    try await watcher.start(at: .at(6))
    #expect(try store.position(of: source.description) == end)
  }

  @Test func `a cursor that is none falls back to its time`() async throws {
    let all = try replayed()
    let middle = try #require(all.dropFirst(all.count / 2).first)
    try store.record([], upTo: JournalPosition(cursor: "rubbish", at: middle.at), of: source.description, at: .now)
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
    #expect(try recorded().first == middle)
    #expect(try gaps() == [Gap(.cursor, from: middle.at, to: middle.at, hostname: "here")])
  }

  @Test func `reading on from a login's cursor starts after it`() async throws {
    let logins = try replayed()
    let last = try #require(logins.last)
    let before = try #require(logins.dropLast().last)
    try store.record([], upTo: JournalPosition(cursor: before.cursor, at: before.at), of: source.description, at: .now)
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
    #expect(try recorded() == [last])
  }

  @Test func `a gap is logged, and rings the alerter`() async throws {
    let log = LogLines()
    try store.record(
      [], upTo: JournalPosition(cursor: "rubbish", at: .at(0)), of: source.description, at: .at(0))
    let watcher = Watcher(
      source: source, store: store, trust: TrustRules(), alerter: alerter, manager: ServiceManager(), status: .make(),
      logger: log.logger)
    try await watcher.start(at: .at(0))
    _ = try await watcher.readBatch(at: .at(0))
    #expect(
      log.all == [
        "warning: logins may have been missed (cursor) from 2026-11-24T17:03:09Z to 2026-11-24T17:03:09Z"
      ])
    #expect(log.fields.first?[.messageID] == LoggedEvent.loginsMissed.rawValue)
    #expect(log.fields.first?[.reason] == "cursor")
    let start = ContinuousClock.now
    alerter.wait(atMost: .seconds(30))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `a position follows what no match sees`() async throws {
    try startAtHead()
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    while try await watcher.readBatch(at: .at(0)) {}
    #expect(try store.position(of: source.description) == Follower.end(of: source, at: .at(0)))
    #expect(try gaps() == [])
  }

  @Test func `where nothing changes, it is committed now and then`() async throws {
    let end = try Follower.end(of: source, at: .at(0))
    let idle = JournalPosition(cursor: nil, at: end.at)
    try store.record([], upTo: idle, of: source.description, at: .at(0))
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    #expect(try await watcher.readBatch(at: .at(60)) == false)
    #expect(try store.position(of: source.description) == idle)
    #expect(try await watcher.readBatch(at: .at(61)) == false)
    #expect(try store.position(of: source.description) == end)
  }

  @Test func `a run ends when it is told to, with its position committed`() async throws {
    let watcher = watcher()
    try await watcher.start(at: .at(0))
    watcher.stop()
    await watcher.run()
    #expect(try store.position(of: source.description)?.cursor != nil)
  }
}
