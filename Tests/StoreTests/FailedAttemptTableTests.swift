// What a flood of failures becomes: exact counts in bounded rows, and what a login knows of them.

import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct FailedAttemptTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ changes: [SessionBatch.Change]) throws {
    let position = JournalPosition(cursor: nil, at: .at(0))
    try store.record(SessionBatch(changes), upTo: position, of: "system", at: .at(0))
  }

  private func record(_ attempts: FailedAttempt...) throws {
    try record(attempts.map(SessionBatch.Change.failure))
  }

  private func rows(_ sql: String = "SELECT * FROM failed_attempt") throws -> [Row] {
    try store.queue.read { try Row.fetchAll($0, sql: sql) }
  }

  private func sum() throws -> Int? {
    try store.queue.read { try Int.fetchOne($0, sql: "SELECT sum(count) FROM failed_attempt") }
  }

  /// What is known of failures before the newest login.
  private func before() throws -> [Int] {
    let row = try #require(try rows("SELECT * FROM login ORDER BY id DESC LIMIT 1").first)
    return [row["failures_from_source"], row["failures_for_user"]]
  }

  @Test func `a row holds all that was counted`() throws {
    try record(
      .make(.invalidUser, .remark, at: 0), .make(at: 1), .make(.keyboardInteractive, at: 3600),
      .make(.closed, .ending, at: 3601, pid: 101))
    let row = try #require(try rows().first)
    #expect(row["machine_id"] == Scene.machine)
    #expect(row["day"] == "2026-11-24")
    #expect(row["source"] == "203.0.113.7")
    #expect(row["user"] == "alice")
    #expect(row["hostname"] == "web1")
    #expect(row["count"] == 3)
    #expect(row["first_at"] == Timestamp.at(0).microseconds)
    #expect(row["last_at"] == Timestamp.at(3601).microseconds)
    #expect(row["kinds"] == #"{"closed":1,"invalid user":1,"keyboard-interactive":1,"password":1}"#)
    #expect(row["hours"] == "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,2,0,0,0,0,0]")
    #expect(row["last_pids"] == "[100,101]")
  }

  @Test func `what is counted in many transactions is what one would have`() throws {
    let kinds: [(FailedAttempt.Kind, FailedAttempt.Weight)] = [
      (.password, .attempt), (.invalidUser, .remark), (.closed, .ending), (.none, .remark),
    ]
    let attempts = (0..<200).map { number in
      let (kind, weight) = kinds[number % kinds.count]
      return FailedAttempt.make(
        kind, weight, user: "user\(number % 3)", address: "203.0.113.\(number % 5)", at: Int64(number * 1000),
        pid: Int32(number / 7))
    }
    for attempt in attempts { try record(attempt) }
    let split = try rows()
    try store.queue.write { try $0.execute(sql: "DELETE FROM failed_attempt") }
    try record(attempts.map(SessionBatch.Change.failure))
    #expect(try rows() == split)
    #expect(split.count > 30)
  }

  @Test func `beyond a number of rows the rest of a machine's day is one`() throws {
    let most = FailedAttemptTable.mostRows
    func flood(_ numbers: ClosedRange<Int>, at seconds: Int64 = 0, machine: String = Scene.machine) throws {
      try record(
        numbers.map { .failure(.make(address: "10.0.\($0 / 256).\($0 % 256)", at: seconds, machine: machine)) })
    }
    try flood(1...(most - 1))
    try flood(most...(most + 10))
    #expect(try rows().count == most + 1)
    #expect(try sum() == most + 10)
    let rest = try #require(try rows("SELECT * FROM failed_attempt WHERE source = '*'").first)
    #expect(rest["user"] == "*")
    #expect(rest["count"] == 10)
    try flood(most...(most + 2))
    #expect(try rows().count == most + 1)
    #expect(try rows("SELECT count FROM failed_attempt WHERE source = '*'").first?["count"] == 12)
    #expect(try rows("SELECT count FROM failed_attempt WHERE count = 2").count == 1)
    try flood(1...1, at: 86_400)
    try flood(1...1, machine: "other")
    #expect(try rows().count == most + 3)
  }

  @Test func `the bound is one of a single transaction as well`() throws {
    let count = FailedAttemptTable.mostRows + 5
    try record((1...count).map { .failure(.make(user: "u\($0)")) })
    #expect(try rows().count == FailedAttemptTable.mostRows + 1)
    #expect(try sum() == count)
  }

  @Test func `a login knows the failures before it, of its source and for its user`() throws {
    try record([
      .failure(.make()), .failure(.make(user: "bob")), .failure(.make(address: "198.51.100.1")),
      .failure(.make(user: "bob", address: "198.51.100.1")), .login(.make(at: 1)), .failure(.make(at: 2)),
    ])
    #expect(try before() == [2, 2])
    try record([.login(.make(at: 3, pid: 101))])
    #expect(try before() == [3, 3])
  }

  @Test func `what a login knows does not change later`() throws {
    try record([.login(.make()), .failure(.make(at: 1))])
    try record([.login(.make(end: .make(at: 9)))])
    #expect(try before() == [0, 0])
  }

  @Test(arguments: [
    (Int64(-23), 1), (-24, 1), (-25, 0), (-48, 0),
  ]) func `what was more than a day before counts no more`(hours: Int64, count: Int) throws {
    try record([.failure(.make(at: hours * 3600)), .login(.make())])
    #expect(try before() == [count, count])
  }

  @Test func `of a row that began before that day, the hours within it count`() throws {
    let hours = [-26, -25, -24, -20].map { SessionBatch.Change.failure(.make(at: Int64($0 * 3600))) }
    try record(hours + [.login(.make())])
    #expect(try before() == [2, 2])
  }

  @Test func `failures on another machine are not its own, those of the same /64 are`() throws {
    try record([
      .failure(.make(machine: "other")), .failure(.make(user: nil, address: "2001:db8::1")),
      .login(.make(address: "2001:db8::2", at: 1)),
    ])
    #expect(try before() == [1, 0])
  }

  @Test func `the view shows times as text`() throws {
    try record(.make())
    let row = try #require(try rows("SELECT * FROM failed_attempt_history").first)
    #expect(row["first_at"] == "2026-11-24T17:03:09Z")
    #expect(row["count"] == 1)
  }
}
