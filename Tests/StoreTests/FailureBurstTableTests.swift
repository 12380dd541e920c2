// When there is a mail about a burst of failures, and what it tells.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct FailureBurstTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ changes: SessionBatch.Change...) throws {
    try store.record(
      SessionBatch(changes), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
  }

  /// Failures of one source and user.
  private func fail(_ count: Int, at seconds: Int64 = 0, machine: String = Scene.machine) throws {
    let failures = (0..<count).map { _ in SessionBatch.Change.failure(.make(at: seconds, machine: machine)) }
    try store.record(
      SessionBatch(failures), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
  }

  private func tell(_ threshold: Int = 10, at seconds: Int64) throws -> [FailureBurst] {
    try store.tellBursts(of: threshold, at: .at(seconds)) {
      [MailHeading(about: .failures($0), from: "s", to: "a", unique: UUID())]
    }
  }

  @Test func `so many are a burst, fewer are none`() throws {
    try fail(9)
    #expect(try tell(at: 1) == [])
    try fail(1)
    let burst = try #require(try tell(at: 1).first)
    #expect((burst.hostname, burst.count, burst.sourceCount, burst.userCount) == ("web1", 10, 1, 1))
    #expect((burst.from, burst.to) == (.at(-189), .at(1)))
    #expect(try store.outboxCounts() == OutboxCounts(due: 1))
    #expect(try store.topic(of: 1) == .failures(burst))
  }

  @Test func `this hour and the one before count together, an earlier one does not`() throws {
    try fail(5, at: -3600)
    try fail(5, at: 0)
    #expect(try tell(at: 3411).isEmpty)
    #expect(try tell(at: 1).first?.count == 10)
    #expect(try tell(at: 1).first?.from == nil)
  }

  @Test func `the hours of two days count together`() throws {
    try fail(5, at: 6 * 3600)
    try fail(5, at: 7 * 3600)
    let burst = try #require(try tell(at: 7 * 3600 + 1).first)
    #expect(burst.count == 10)
    #expect(burst.sources == [NamedCount("203.0.113.7", 10)])
  }

  @Test func `what a mail has told of is no burst again, and the next comes an hour later at the earliest`() throws {
    try fail(10, at: 3300)
    #expect(try tell(at: 3300).count == 1)
    #expect(try tell(at: 6900).isEmpty)
    try fail(10, at: 3400)
    #expect(try tell(at: 6899).isEmpty)
    #expect(try tell(at: 6900).first?.count == 20)
    #expect(try tell(at: 6900).isEmpty)
  }

  @Test func `a mail from before the clock was set back holds up none`() throws {
    try fail(10, at: 9000)
    #expect(try tell(at: 9000).count == 1)
    try fail(10, at: 0)
    #expect(try tell(at: 1).count == 1)
  }

  @Test func `each machine has its own`() throws {
    try fail(10)
    try fail(9, machine: "other")
    #expect(try tell(at: 1).count == 1)
    try fail(1, machine: "other")
    #expect(try tell(at: 2).map(\.count) == [10])
  }

  @Test func `it names the ten that failed most`() throws {
    for number in 1...12 {
      let attempts = (0..<number).map { _ in
        SessionBatch.Change.failure(.make(user: "user\(number)", address: "192.0.2.\(number)"))
      }
      try store.record(
        SessionBatch(attempts), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    }
    try record(.failure(.make(user: nil, address: nil)))
    let burst = try #require(try tell(at: 1).first)
    #expect((burst.count, burst.sourceCount, burst.userCount) == (79, 13, 13))
    #expect(burst.sources.map(\.count) == Array((3...12).reversed()))
    #expect(burst.sources.first == NamedCount("192.0.2.12", 12))
    #expect(burst.users.first == NamedCount("user12", 12))
  }

  @Test func `a login from one of the sources stands in it, others do not`() throws {
    try fail(10, at: -60)
    try record(.failure(.make(address: "2001:db8::1", at: -50)))
    try record(
      .login(.make(pid: 1)), .login(.make(user: "bob", address: "2001:db8::2", at: 1, pid: 2)),
      .login(.make(address: "203.0.113.8", pid: 3)), .login(.make(pid: 4, machine: "other")),
      .login(.make(at: -4000, pid: 5)))
    let burst = try #require(try tell(at: 2).first)
    #expect(burst.loginCount == 2)
    #expect(burst.logins.map(\.user) == ["alice", "bob"])
    #expect(burst.logins.map(\.failures) == [10, 1])
  }

  @Test func `a login from where somebody failed the hour before last does not`() throws {
    try record(
      .failure(.make(address: "203.0.113.9", at: -7200)), .failure(.make(.none, .remark, address: "203.0.113.9")))
    try fail(10)
    try record(.login(.make(address: "203.0.113.9", at: 1)))
    let burst = try #require(try tell(at: 2).first)
    #expect((burst.sourceCount, burst.loginCount) == (1, 0))
  }

  @Test func `of many logins the newest ten are listed`() throws {
    try fail(10)
    for pid in Int32(1)...12 { try record(.login(.make(at: Int64(pid), pid: pid))) }
    let burst = try #require(try tell(at: 20).first)
    #expect(burst.loginCount == 12)
    #expect(burst.logins.map(\.at) == (3...12).map(Timestamp.at))
  }

  @Test func `what is not told apart any more is counted by itself`() throws {
    let most = FailedAttemptTable.mostRows
    let attempts = (0..<(most + 7)).map {
      SessionBatch.Change.failure(.make(user: "u\($0)", address: "10.0.\($0 / 256).\($0 % 256)"))
    }
    try store.record(
      SessionBatch(attempts), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    let burst = try #require(try tell(at: 1).first)
    #expect((burst.count, burst.restCount, burst.sourceCount, burst.userCount) == (most + 7, 7, most, most))
    #expect(!burst.sources.contains { $0.name == "*" })
  }

  @Test func `one that fails in between has told of nothing`() throws {
    try fail(10)
    #expect(throws: DatabaseError.self) {
      _ = try store.tellBursts(of: 10, at: .at(1)) { _ in [.make(id: "the same"), .make(id: "the same")] }
    }
    #expect(try store.outboxCounts() == OutboxCounts())
    #expect(try tell(at: 1).count == 1)
  }

  @Test func `hostile names are kept as data`() throws {
    try fail(10)
    try record(.failure(.make(user: "'); DROP TABLE login; --\r\n\u{1b}", address: nil)))
    let burst = try #require(try tell(at: 1).first)
    #expect(burst.users.map(\.name).contains(#"'); DROP TABLE login; --\u{d}\u{a}\u{1b}"#))
    #expect(try store.topic(of: 1) == .failures(burst))
  }
}
