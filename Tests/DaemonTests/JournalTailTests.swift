// What only a look at all entries can tell.

import Journal
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

struct JournalTailTests {
  private let journal: RecordedJournal
  private let tail: JournalTail

  init() throws {
    journal = try RecordedJournal("bookworm")
    tail = try JournalTail(.directory(journal.path))
  }

  /// Of no entry here, and later than all.
  private static let future = "s=\(Scene.machine);i=1;b=\(Scene.machine);m=1;t=fffffffffffff;x=1"

  private func first() throws -> JournalEntry {
    let reader = try JournalReader(.directory(journal.path))
    try reader.seekHead()
    _ = try reader.next()
    return try reader.entry()
  }

  @Test func `an entry that is there is followed by all`() throws {
    let first = try first()
    #expect(try tail.continuation(after: JournalPosition(cursor: first.cursor, at: first.at)) == .whole)
    let end = try #require(try tail.end())
    #expect(try tail.continuation(after: end) == .whole)
  }

  @Test(arguments: [nil, "rubbish"]) func `of a place without a cursor nothing is known to be lost`(cursor: String?)
    throws
  {
    #expect(try tail.continuation(after: JournalPosition(cursor: cursor, at: .at(0))) == .whole)
  }

  @Test func `what follows nothing yet is not known`() throws {
    #expect(try tail.continuation(after: JournalPosition(cursor: Self.future, at: .at(0))) == .unknown)
  }

  @Test func `the newest boot begins with its own first entry`() throws {
    let boot = try #require(try tail.newestBoot())
    let reader = try JournalReader(.directory(journal.path))
    try reader.seek(toCursor: try #require(boot.start.cursor))
    #expect(try reader.next())
    let entry = try reader.entry()
    #expect(entry.bootID == boot.id)
    #expect(entry.at == boot.start.at)
    #expect(boot.id != (try first().bootID))
    #expect(boot.start.at > (try first().at))
  }

  @Test func `the first time from a moment on is that of an entry`() throws {
    let first = try first().at
    let end = try #require(try tail.end()).at
    #expect(try tail.firstTime(from: Timestamp(microseconds: 0)) == first)
    #expect(try tail.firstTime(from: first) == first)
    #expect(try tail.firstTime(from: Timestamp(microseconds: end.microseconds + 1)) == nil)
  }

  @Test func `an empty journal has no end, no boot and no time`() throws {
    let directory = try TemporaryDirectory()
    let tail = try JournalTail(.directory(directory.path))
    #expect(try tail.end() == nil)
    #expect(try tail.newestBoot() == nil)
    #expect(try tail.firstTime(from: .at(0)) == nil)
    #expect(try tail.continuation(after: JournalPosition(cursor: Self.future, at: .at(0))) == .unknown)
  }
}
