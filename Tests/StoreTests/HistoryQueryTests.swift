// Which logins a query finds, and in what order.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Store

struct HistoryQueryTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
    let logins = [
      Login.make(user: "alice", address: "203.0.113.7", at: 10, pid: 1),
      .make(user: "bob", address: "203.0.113.7", at: 20, pid: 2),
      .make(user: "alice", address: "2001:db8::7", at: 30, pid: 3), .make(user: "carol", at: 30, pid: 4),
    ]
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .now)
  }

  @Test(arguments: [
    (HistoryQuery(), [4, 3, 2, 1]), (HistoryQuery(user: "alice"), [3, 1]), (HistoryQuery(user: "ALICE"), []),
    (HistoryQuery(address: "203.0.113.7"), [4, 2, 1]), (HistoryQuery(user: "alice", address: "203.0.113.7"), [1]),
    (HistoryQuery(since: .at(20)), [4, 3, 2]), (HistoryQuery(until: .at(20)), [2, 1]),
    (HistoryQuery(since: .at(11), until: .at(29)), [2]), (HistoryQuery(limit: 2), [4, 3]),
    (HistoryQuery(user: "' OR 1 = 1 --"), []),
  ]) func `a query finds what fits all of it, newest first`(query: HistoryQuery, pids: [Int32]) throws {
    #expect(try store.history(query).map(\.login.identity.pid) == pids)
  }
}
