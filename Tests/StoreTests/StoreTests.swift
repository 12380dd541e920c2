// The file: how it is opened, in which mode, and what is refused untouched.

import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct StoreTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("ssh-alertd.db") }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [
    ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("application_id", "1936943169"),
    ("user_version", "4"),
  ]) func `the writing connection has what a commit needs to last`(pragma: String, value: String) throws {
    let store = try Store(path: path)
    let found = try store.queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(pragma)") }
    #expect(found == value)
  }

  /// https://www.sqlite.org/fileformat.html, 1.3: both are numbers of four bytes, the higher ones first.
  @Test func `version and mark are in the file as soon as it is made, for whoever has no SQLite`() throws {
    let store = try Store(path: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(Array(bytes[60..<64]) == [0, 0, 0, UInt8(Schema.version)])
    #expect(Array(bytes[68..<72]) == Array("sshA".utf8))
    _ = store
  }

  @Test func `what is recorded is there when it is opened again`() throws {
    try Store(path: path).record([.make()], upTo: JournalPosition(cursor: "c", at: .at(0)), of: "system", at: .now)
    #expect(try Store(path: path).openLogins() == [.make()])
    #expect(try Store.reading(path: path).loginCount() == 1)
  }

  @Test func `a file that is no database is refused and left as it is`() throws {
    let bytes = Data(String(repeating: "my notes, which nobody may lose\n", count: 100).utf8)
    try bytes.write(to: URL(filePath: path))
    #expect(throws: StoreError.notADatabase(path: path)) { try Store(path: path) }
    #expect(throws: StoreError.notADatabase(path: path)) { try Store.reading(path: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    #expect(directory.names() == ["ssh-alertd.db"])
  }

  @Test func `another program's database is refused and left as it is`() throws {
    try make("CREATE TABLE login (id INTEGER PRIMARY KEY)")
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(throws: StoreError.foreign(path: path)) { try Store(path: path) }
    #expect(throws: StoreError.foreign(path: path)) { try Store.reading(path: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
  }

  @Test func `another program's mark is enough to be refused`() throws {
    try make("PRAGMA application_id = 7")
    #expect(throws: StoreError.foreign(path: path)) { try Store(path: path) }
  }

  @Test func `a newer version is refused and left as it is`() throws {
    try make("CREATE TABLE t (x); PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 99")
    let bytes = try Data(contentsOf: URL(filePath: path))
    let error = StoreError.tooNew(path: path, version: 99, known: Schema.version)
    #expect(throws: error) { try Store(path: path) }
    #expect(throws: error) { try Store.reading(path: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
  }

  @Test func `only what a person has to mend is lasting`() {
    #expect(StoreError.tooNew(path: path, version: 99, known: 1).isLasting)
    #expect(StoreError.foreign(path: path).isLasting && StoreError.notADatabase(path: path).isLasting)
    #expect(!StoreError.locked(path: path).isLasting && !StoreError.inUse(path: path).isLasting)
    #expect(!StoreError.cannotOpen(path: path, reason: "disk full").isLasting)
  }

  @Test func `reading makes no database`() throws {
    #expect(throws: StoreError.self) { try Store.reading(path: path) }
    #expect(directory.names() == [])
  }

  @Test func `reading refuses a file that has no tables yet`() throws {
    try directory.write("", to: "ssh-alertd.db")
    #expect(throws: StoreError.self) { try Store.reading(path: path) }
  }

  @Test func `reading can change nothing`() throws {
    _ = try Store(path: path)
    let store = try Store.reading(path: path)
    #expect(throws: DatabaseError.self) {
      try store.record([.make()], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
    }
  }

  @Test func `a directory that is not there is named`() {
    let path = directory.path("no/such/ssh-alertd.db")
    let error = #expect(throws: StoreError.self) { try Store(path: path) }
    #expect(error?.description.contains(path) == true)
    #expect(error?.hint.contains("directory") == true)
  }

  private func make(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }
}
