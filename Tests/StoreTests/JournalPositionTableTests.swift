// A position changes only together with what the entries before it caused.

import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct JournalPositionTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  @Test func `there is none before the first start`() throws {
    #expect(try store.position(of: "system") == nil)
  }

  @Test func `the newest position of each source is kept`() throws {
    try store.record([], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    #expect(try store.position(of: "system") == JournalPosition(cursor: nil, at: .at(0)))
    try store.record([], upTo: JournalPosition(cursor: "other", at: .at(9)), of: "/srv/journal", at: .now)
    try store.record([], upTo: JournalPosition(cursor: "c", at: .at(1)), of: "system", at: .now)
    #expect(try store.position(of: "system") == JournalPosition(cursor: "c", at: .at(1)))
    #expect(try store.position(of: "/srv/journal") == JournalPosition(cursor: "other", at: .at(9)))
  }

  @Test func `a login that cannot be recorded leaves the position and its neighbours as they were`() throws {
    try store.record([], upTo: JournalPosition(cursor: "old", at: .at(0)), of: "system", at: .now)
    try store.queue.write {
      try $0.execute(
        sql: "CREATE TRIGGER full BEFORE INSERT ON login WHEN NEW.user = 'bob' BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    #expect(throws: DatabaseError.self) {
      try store.record(
        [.make(), .make(user: "bob", pid: 2)], upTo: JournalPosition(cursor: "new", at: .at(1)), of: "system", at: .now)
    }
    #expect(try store.position(of: "system")?.cursor == "old")
    #expect(try store.loginCount() == 0)
  }

  @Test func `a position that cannot be recorded leaves no login behind`() throws {
    try store.queue.write {
      try $0.execute(
        sql: "CREATE TRIGGER full BEFORE INSERT ON journal_position BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    #expect(throws: DatabaseError.self) {
      try store.record([.make()], upTo: JournalPosition(cursor: "new", at: .at(1)), of: "system", at: .now)
    }
    #expect(try store.loginCount() == 0)
  }
}
