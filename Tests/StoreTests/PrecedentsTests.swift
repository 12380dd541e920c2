// What is new about a login: against the logins before it, in the order of the journal, however they are divided into batches.

import Alerts
import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct PrecedentsTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  /// What is new about each, decided about so many at a time.
  private func news(_ logins: [Login], batch: Int = 99, at place: Place? = nil) throws -> [[News]] {
    try store.record(logins, upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    var findings = LoginFindings()
    findings.place = place
    var news: [[News]] = []
    while case let waiting = try store.undecidedLogins(limit: batch), !waiting.isEmpty {
      news += try store.decide(waiting, at: .at(0)) { login, precedents in
        let past = try precedents.past(of: login, at: place)
        let news = Novelty.news(about: login.login, findings, after: past)
        return DecidedLogin(login, findings: findings, news: news, .mail(.everyLogin), mail: [])
      }.map(\.news)
    }
    return news
  }

  @Test(arguments: [1, 2, 99]) func `each thing is new once`(batch: Int) throws {
    let logins: [Login] = [
      .make(pid: 1), .make(pid: 2), .make(address: "198.51.100.9", pid: 3), .make(address: "198.51.100.9", pid: 4),
      .make(method: "publickey", key: KeyUse(type: "ED25519", fingerprint: "SHA256:x"), pid: 5),
      .make(user: "bob", pid: 6),
    ]
    #expect(
      try news(logins, batch: batch) == [
        [.login, .network, .method], [], [.network], [], [.key, .method], [.login, .network, .method],
      ])
  }

  @Test func `it is kept beside the login`() throws {
    _ = try news([.make(pid: 1), .make(pid: 2)])
    let kept = try store.queue.read { try String.fetchAll($0, sql: "SELECT news FROM login ORDER BY id") }
    #expect(kept == [#"["login","network","method"]"#, "[]"])
  }

  @Test func `another machine's user is another user`() throws {
    #expect(try news([.make(pid: 1), .make(pid: 1, machine: "other")]).map(\.count) == [3, 3])
  }

  @Test func `a login that is old enough to go is known for ever`() throws {
    _ = try news([.make(pid: 1, end: .make(at: 9))])
    #expect(try store.prune(Retention(), at: .at(500 * 86_400)) == 1)
    #expect(try news([.make(pid: 2)]) == [[]])
  }

  @Test func `the history counts the logins of a user and network, and the mails of a recipient`() throws {
    try store.record(
      (1...3).map { .make(pid: $0) } + [.make(address: "198.51.100.9", pid: 4)],
      upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    let logins = try store.undecidedLogins(limit: 9)
    for (index, login) in logins.dropLast().enumerated() {
      let route: AlertRoute = index == 0 ? .reserve : .ownMail
      try store.decide(
        [DecidedLogin(login, .mail(.everyLogin), mail: [.make(to: "a", route)])], at: .at(Int64(index)))
    }
    var found: [Date?] = []
    _ = try store.decide([logins[3]], at: .at(9)) { login, precedents in
      let history = precedents.mail(to: "a")
      found = [try history.login(1), try history.mail(1, inReserve: true)]
      for nthLast in 1...3 { found.append(try history.mail(nthLast, inReserve: false)) }
      found.append(try precedents.mail(to: "b").mail(1, inReserve: false))
      let neighbour = Precedents(login: .make(pid: 9), database: precedents.database).mail(to: "a")
      for nthLast in [1, 3, 4] { found.append(try neighbour.login(nthLast)) }
      return DecidedLogin(login, .mail(.everyLogin), mail: [])
    }
    #expect(found == [nil, .at(0), .at(2), .at(1), nil, nil, .at(2), .at(0), nil])
  }
}
