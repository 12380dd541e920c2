// When the daemon may have been blind: a row at a time, told of at its start and its end, and not too often.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct GapTableTests {
  private let directory: TemporaryDirectory
  private let store: Store
  private static let day: Int64 = 86_400

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func note(_ gap: Gap, of source: String = "system", at seconds: Int64 = 0) throws {
    try store.note(gap, of: source, at: .at(seconds))
  }

  private func rows() throws -> [Row] {
    try store.queue.read { try Row.fetchAll($0, sql: "SELECT * FROM gap ORDER BY id") }
  }

  private func announce(at seconds: Int64) throws -> [RecordedGap] {
    let gaps = try store.gapsToAnnounce(at: .at(seconds))
    for gap in gaps { try store.announce(gap, mail: [.make()], at: .at(seconds)) }
    return gaps
  }

  @Test(arguments: Gap.Reason.allCases) func `each reason can be recorded, and comes back`(reason: Gap.Reason) throws {
    let gap = Gap.make(reason, entries: 7)
    try note(gap, at: 5)
    let found = try #require(try store.gapsToAnnounce(at: .at(5)).first)
    #expect(found == RecordedGap(id: 1, gap: gap, isOver: !reason.mayGoOn))
  }

  @Test func `a gap that comes with entries is one commit with them`() throws {
    let batch = SessionBatch([SessionBatch.Change.gap(.make(.suppressed)), .login(.make())])
    try store.record(batch, upTo: JournalPosition(cursor: "c", at: .at(0)), of: "system", at: .at(0))
    #expect(try rows().map { $0["reason"] as String } == ["suppressed"])
    #expect(try rows().first?["source"] == "system")
  }

  @Test func `numbers that a damaged journal made up can be added`() throws {
    for _ in 1...3 { try note(.make(.unreadable, entries: .max)) }
    #expect(try rows().count == 1)
  }

  @Test func `what happens again before it is over makes the gap longer`() throws {
    try note(.make(.suppressed, from: 10, to: 20, entries: 3), at: 20)
    try note(.make(.suppressed, from: 5, to: 15, entries: 4), at: 30)
    let row = try #require(try rows().first)
    #expect(try rows().count == 1)
    #expect(row["from_at"] == Timestamp.at(5).microseconds)
    #expect(row["to_at"] == Timestamp.at(20).microseconds)
    #expect(row["entries"] == 7)
    #expect(row["noted_at"] == Timestamp.at(30).microseconds)
  }

  @Test func `a count that nobody can tell makes the sum untold`() throws {
    try note(.make(.suppressed, entries: 3))
    try note(.make(.suppressed))
    try note(.make(.suppressed, entries: 3))
    #expect((try rows().first?["entries"] as Int?) == nil)
  }

  @Test func `another reason, source or host is another gap`() throws {
    try note(.make(.suppressed))
    try note(.make(.logLevel))
    try note(.make(.suppressed, host: "web2"))
    try note(.make(.suppressed), of: "/srv/journal")
    #expect(try rows().count == 4)
  }

  @Test func `a gap that was told of and is over is not made longer`() throws {
    try note(.make(.vacuumed))
    _ = try announce(at: 0)
    try note(.make(.vacuumed), at: 5)
    #expect(try rows().count == 2)
  }

  @Test func `a gap is closed where nothing was noted of it for a while`() throws {
    try note(.make(.suppressed), at: 0)
    #expect(try store.closeGaps(.suppressed, of: "system", quietFor: 60, at: .at(59)) == 0)
    #expect(try store.closeGaps(.logLevel, of: "system", quietFor: 60, at: .at(60)) == 0)
    #expect(try store.closeGaps(.suppressed, of: "other", quietFor: 60, at: .at(60)) == 0)
    #expect(try store.closeGaps(.suppressed, of: "system", quietFor: 60, at: .at(60)) == 1)
    #expect(try store.closeGaps(.suppressed, of: "system", quietFor: 60, at: .at(61)) == 0)
    #expect(try rows().first?["closed_at"] == Timestamp.at(60).microseconds)
  }

  @Test func `a clock that is set back keeps no gap open`() throws {
    try note(.make(.suppressed), at: 3600)
    #expect(try store.closeGaps(.suppressed, of: "system", quietFor: 60, at: .at(0)) == 1)
  }

  @Test func `a gap that goes on is told of at its start and at its end`() throws {
    try note(.make(.suppressed))
    #expect(try announce(at: 0).map(\.isOver) == [false])
    #expect(try announce(at: 1) == [])
    try store.closeGaps(.suppressed, of: "system", quietFor: 0, at: .at(2))
    #expect(try announce(at: 2).map(\.isOver) == [true])
    #expect(try announce(at: 3) == [])
    #expect(try store.outboxCounts() == OutboxCounts(due: 2))
  }

  @Test func `a gap that is over when it is found is told of once`() throws {
    try note(.make(.vacuumed))
    #expect(try announce(at: 0).map(\.isOver) == [true])
    #expect(try announce(at: 1) == [])
  }

  @Test func `the next gap of its reason is told of a day later, with all that came meanwhile`() throws {
    try note(.make(.vacuumed))
    _ = try announce(at: 0)
    try note(.make(.vacuumed, from: 100, to: 200, entries: 1), at: 200)
    try note(.make(.vacuumed, from: 300, to: 400, entries: 2), at: 400)
    #expect(try announce(at: Self.day - 1) == [])
    let gaps = try announce(at: Self.day)
    #expect(gaps.map(\.gap) == [.make(.vacuumed, from: 100, to: 400, entries: 3)])
  }

  @Test func `one that is noted again while its mail waits for the day is open again`() throws {
    try note(.make(.suppressed))
    _ = try announce(at: 0)
    try store.closeGaps(.suppressed, of: "system", quietFor: 0, at: .at(1))
    _ = try announce(at: 1)
    try note(.make(.suppressed), at: 2)
    try store.closeGaps(.suppressed, of: "system", quietFor: 0, at: .at(3))
    try note(.make(.suppressed), at: 4)
    #expect(try rows().count == 2)
    #expect(try announce(at: Self.day).map(\.isOver) == [false])
  }

  @Test func `another reason waits for no day`() throws {
    try note(.make(.vacuumed))
    _ = try announce(at: 0)
    try note(.make(.replaced), at: 1)
    #expect(try announce(at: 1).map(\.gap.reason) == [.replaced])
  }

  @Test func `a clock that was set back holds no mail`() throws {
    try note(.make(.vacuumed), at: 1000)
    _ = try announce(at: 1000)
    try note(.make(.vacuumed), at: 0)
    #expect(try announce(at: 0).count == 1)
  }

  @Test func `a mail about a gap is due with what is known of it then`() throws {
    try note(.make(.suppressed, entries: 1))
    _ = try announce(at: 0)
    try note(.make(.suppressed, to: 90, entries: 2))
    let mail = try #require(try store.nextDueMail(at: .at(0), longestWait: 1e9))
    #expect(try store.topic(of: mail.id) == .gap(.make(.suppressed, to: 90, entries: 3), isOver: false))
    try store.settle(.sent(reply: "250"), of: mail.id, at: .at(1))
    #expect(try store.outboxCounts() == OutboxCounts())
  }
}
