// What a cursor tells: its count of entries, its number in it, its boot.

import Testing

@testable import Journal

struct JournalCursorTests {
  private static let text = "s=31bd82df;i=1204;b=04318654;m=1156d4708;t=6610602abf5e4;x=6082a9fda43238cc"

  @Test func `a cursor has a count, a number in hexadecimal and a boot`() throws {
    let cursor = try #require(JournalCursor(Self.text))
    #expect(cursor.text == Self.text)
    #expect(cursor.seqnumID == "31bd82df")
    #expect(cursor.seqnum == 0x1204)
    #expect(cursor.bootID == "04318654")
  }

  @Test(arguments: [("i=ffffffffffffffff;s=a", UInt64.max), ("s=a;i=0", 0), ("x=;s=a;i=A", 10)])
  func `parts stand in any order, and those that are not asked for may be missing`(text: String, seqnum: UInt64) {
    #expect(JournalCursor(text)?.seqnum == seqnum)
    #expect(JournalCursor(text)?.bootID == nil)
  }

  @Test(arguments: [
    "", "rubbish", "s=a", "i=1", "s=a;i=", "s=a;i=x", "s=a;i=10000000000000000", "s=a;i=-1", "s=a;i=1;rubbish",
    "s=a i=1",
  ]) func `what is no cursor is none`(text: String) {
    #expect(JournalCursor(text) == nil)
  }

  @Test(arguments: [
    ("s=a;i=2", 0), ("s=a;i=3", 1), ("s=a;i=11", 15), ("s=a;i=1", nil), ("s=a;i=0", nil), ("s=b;i=3", nil),
  ])
  func `numbers of one count tell what lies between`(later: String, count: Int?) throws {
    let cursor = try #require(JournalCursor("s=a;i=1"))
    #expect(cursor.entries(before: try #require(JournalCursor(later))) == count)
  }

  @Test(arguments: [
    ("s=a;i=9;b=1;m=e;t=ff", true), ("s=a;i=9;b=1;m=10;t=0", false), ("s=a;i=9;b=1;m=f;t=0", false),
    ("s=a;i=1;b=2;m=1", false), ("s=a;i=1;m=1", false), ("s=a;i=1;b=1", false),
  ])
  func `in a boot the time since it tells what was earlier, whatever the clock said`(other: String, isEarlier: Bool)
    throws
  {
    let cursor = try #require(JournalCursor("s=a;i=5;b=1;m=f;t=f0"))
    #expect(try #require(JournalCursor(other)).isEarlier(than: cursor) == isEarlier)
  }
}
