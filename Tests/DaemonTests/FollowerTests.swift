// A journal that is not as it was left: vacuumed, replaced, or of another time. What is lost is told, and nothing stalls.

import Foundation
import Glibc
import Journal
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

struct FollowerTests {
  private let journal: RecordedJournal
  private var source: JournalSource { .directory(journal.path) }
  /// All entries of the journal, whatever they are about.
  private let all: [JournalEntry]

  init() throws {
    journal = try RecordedJournal("trixie")
    let reader = try JournalReader(.directory(journal.path))
    try reader.seekHead()
    var entries: [JournalEntry] = []
    while try reader.next() { entries.append(try reader.entry()) }
    all = entries
  }

  private func position(_ entry: JournalEntry?) throws -> JournalPosition {
    let entry = try #require(entry)
    return JournalPosition(cursor: entry.cursor, at: entry.at)
  }

  private func seqnum(_ cursor: String?) throws -> UInt64 {
    try #require(cursor.flatMap(JournalCursor.init)).seqnum
  }

  /// All that follows, as one batch.
  private func read(_ follower: Follower) throws -> JournalBatch {
    var whole = try follower.next(atMost: 100)
    while whole.hasMore {
      let batch = try follower.next(atMost: 100)
      whole.entries += batch.entries
      whole.gaps += batch.gaps
      (whole.position, whole.hasMore) = (batch.position, batch.hasMore)
    }
    return whole
  }

  /// The entries of a reader with matches that come after one of the journal's.
  private func matched(after index: Int = -1) throws -> [JournalEntry] {
    let reader = try JournalReader(source)
    try reader.match(anyOf: SessionMatches.all)
    try reader.seekHead()
    let place = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.cursor, $0) })
    var entries: [JournalEntry] = []
    while try reader.next() { entries.append(try reader.entry()) }
    return entries.filter { place[$0.cursor] ?? -1 > index }
  }

  /// What rotation made of the first files goes, as with `journalctl --vacuum-time`.
  private func vacuum() throws {
    for file in try FileManager.default.subpathsOfDirectory(atPath: journal.path) where file.hasSuffix(".journal~") {
      try FileManager.default.removeItem(atPath: "\(journal.path)/\(file)")
    }
  }

  private func firstLeft() throws -> JournalEntry {
    let reader = try JournalReader(source)
    try reader.seekHead()
    _ = try reader.next()
    return try reader.entry()
  }

  @Test func `from any entry on, the matching ones that follow come, and no gap`() throws {
    for index in stride(from: 0, to: all.count, by: 397) {
      let batch = try read(Follower(source, after: position(all[index]), at: .at(0)))
      #expect(batch.entries == (try matched(after: index)))
      #expect(batch.gaps == [])
      #expect(batch.position == (try position(all.last)))
    }
  }

  @Test func `after the last entry nothing comes, and the position stays`() throws {
    let batch = try read(Follower(source, after: position(all.last), at: .at(0)))
    #expect(batch.entries == [])
    #expect(batch.gaps == [])
    #expect(batch.position == (try position(all.last)))
  }

  @Test func `what was removed unread is a gap, with as many entries as the numbers tell`() throws {
    let saved = try position(all.dropFirst(2).first)
    try vacuum()
    let first = try firstLeft()
    let batch = try read(Follower(source, after: saved, at: .at(0)))
    let count = try Int(seqnum(first.cursor) - seqnum(saved.cursor)) - 1
    #expect(count > 100)
    #expect(
      batch.gaps == [Gap(.vacuumed, from: saved.at, to: first.at, entries: count, hostname: first.hostname)])
    #expect(batch.entries == (try matched().filter { $0.at >= first.at }))
  }

  @Test func `what is removed while it reads is a gap as well`() throws {
    let follower = try Follower(source, after: position(all.dropFirst(2).first), at: .at(0))
    let before = try follower.next(atMost: 3)
    #expect(before.gaps == [])
    try vacuum()
    let first = try firstLeft()
    let after = try read(follower)
    #expect(after.gaps.map(\.reason) == [.vacuumed])
    #expect(after.gaps.first?.from == before.position.at)
    #expect(after.gaps.first?.to == first.at)
    #expect(after.entries == (try matched().filter { $0.at >= first.at }))
  }

  @Test func `an entry that went after it was read is none that was lost`() throws {
    try vacuum()
    let first = try firstLeft()
    let id = try #require(JournalCursor(first.cursor)).seqnumID
    let number = String(try seqnum(first.cursor) - 1, radix: 16)
    let parts = first.cursor.split(separator: ";").filter { !$0.hasPrefix("s=") && !$0.hasPrefix("i=") }
    let cursor = (["s=\(id)", "i=\(number)"] + parts.map(String.init)).joined(separator: ";")
    let follower = try Follower(source, after: JournalPosition(cursor: cursor, at: first.at), at: .at(0))
    #expect(try read(follower).gaps == [])
  }

  @Test func `another journal than before is a gap that nobody can count`() throws {
    let other = try RecordedJournal("bookworm")
    let saved = try #require(try JournalTail(.directory(other.path)).end())
    let follower = try Follower(source, after: saved, at: .at(0))
    let batch = try read(follower)
    let gap = try #require(batch.gaps.first)
    #expect(batch.gaps.count == 1)
    #expect(gap.reason == .replaced)
    #expect(gap.entries == nil)
    #expect(batch.entries.allSatisfy { $0.at >= gap.to })
  }

  @Test(arguments: ["", "rubbish", "s=x;i=y", "s=1", "s=\(Scene.boot);i=zz;b=\(Scene.boot)"])
  func `of what is no cursor the time counts`(cursor: String) throws {
    let middle = all[all.count / 2]
    let follower = try Follower(source, after: JournalPosition(cursor: cursor, at: middle.at), at: .at(0))
    let batch = try read(follower)
    #expect(batch.gaps == [Gap(.cursor, from: middle.at, to: middle.at)])
    #expect(batch.entries == (try matched().filter { $0.at >= middle.at }))
  }

  @Test func `a place that is later than now is left for the newest boot`() throws {
    let last = try #require(all.last)
    let start = try #require(all.first { $0.bootID == last.bootID })
    let future = JournalPosition(
      cursor: "s=\(Scene.machine);i=1;b=\(Scene.machine);m=1;t=fffffffffffff;x=1", at: .at(86_400 * 365))
    let batch = try read(Follower(source, after: future, at: .at(0)))
    #expect(batch.gaps == [Gap(.cursor, from: start.at, to: start.at)])
    #expect(batch.entries == (try matched().filter { $0.bootID == last.bootID }))
    #expect(batch.position == (try position(last)))
  }

  /// After a power loss journald goes on from the last entry that was on the disk, which is older than the last that was read.
  @Test(arguments: [50, 1_000_000])
  func `numbers that journald gives out again after a power loss hide nothing`(ahead: UInt64) throws {
    let last = try #require(all.last)
    let start = try #require(all.first { $0.bootID == last.bootID })
    let id = try #require(JournalCursor(last.cursor)).seqnumID
    let number = try String(seqnum(start.cursor) + ahead, radix: 16)
    let at = Timestamp(microseconds: start.at.microseconds - 1_000_000)
    let time = String(at.microseconds, radix: 16)
    let lost = JournalPosition(cursor: "s=\(id);i=\(number);b=\(Scene.machine);m=1;t=\(time);x=1", at: at)
    let batch = try read(Follower(source, after: lost, at: last.at.date))
    #expect(batch.entries == (try matched().filter { $0.bootID == last.bootID }))
    #expect(batch.gaps.map(\.reason) == [.replaced])
    #expect(batch.gaps.first?.to == start.at)
    #expect(batch.position == (try position(last)))
  }

  @Test(arguments: [nil, "rubbish"])
  func `a time that is later than now hides nothing that is logged from now on`(cursor: String?) throws {
    let now = all[all.count / 2].at
    let future = JournalPosition(cursor: cursor, at: Timestamp(microseconds: now.microseconds + 86_400_000_000))
    let batch = try read(Follower(source, after: future, at: now.date))
    #expect(batch.entries == (try matched().filter { $0.at >= now }))
    #expect(batch.position == (try position(all.last)))
  }

  @Test func `the last step of a place that is later than now goes on from now`() throws {
    let now = all[all.count / 2].at
    let future = JournalPosition(cursor: all[0].cursor, at: Timestamp(microseconds: now.microseconds + 86_400_000_000))
    let batch = try read(Follower(source, after: future, at: now.date, stepping: .end))
    #expect(batch.gaps.first == Gap(.unreadable, from: now, to: now))
    #expect(batch.entries == all.filter { $0.at >= now })
  }

  @Test func `the last entry stays the place, also where the clock was set back behind it`() throws {
    let batch = try read(Follower(source, after: position(all.last), at: .at(-86_400 * 365)))
    #expect(batch.gaps == [])
    #expect(batch.entries == [])
    #expect(batch.position == (try position(all.last)))
  }

  @Test func `a step by time passes over what is there, and says so`() throws {
    let first = try #require(all.first)
    let saved = try position(first)
    let target = Timestamp(microseconds: saved.at.microseconds + 60_000_000)
    let next = try #require(all.first { $0.at >= target })
    let batch = try read(Follower(source, after: saved, at: .at(0), stepping: .minute))
    #expect(batch.gaps == [Gap(.unreadable, from: saved.at, to: next.at)])
    #expect(batch.entries == all.filter { $0.at >= next.at })
  }

  @Test func `the last step goes on with what is logged from now on`() throws {
    let batch = try read(Follower(source, after: position(all.first), at: .at(0), stepping: .end))
    #expect(batch.gaps == [Gap(.unreadable, from: all[0].at, to: Timestamp(.at(0)))])
    #expect(batch.entries == [])
  }

  @Test func `a step past a single entry loses none of those that can be read`() throws {
    let batch = try read(Follower(source, after: position(all.first), at: .at(0), stepping: .entry))
    #expect(batch.gaps == [])
    #expect(batch.entries == Array(all.dropFirst()))
  }
}
