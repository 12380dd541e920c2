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
        let past = try precedents.past(at: place)
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

  private static func place(_ country: String, _ asn: UInt32, _ latitude: Double = 50, _ longitude: Double = 14)
    -> Place
  {
    var place = Place(source: "test")
    place.country = country
    place.asn = asn
    place.position = Place.Position(latitude: latitude, longitude: longitude)
    return place
  }

  @Test func `a country is new against those that were known, not against none`() throws {
    #expect(try news([.make(pid: 1)]) == [[.login, .network, .method]])
    #expect(try news([.make(at: 1, pid: 2)], at: Self.place("CZ", 1)) == [[]])
    #expect(try news([.make(at: 2, pid: 3)], at: Self.place("CZ", 2)) == [[.autonomousSystem]])
    #expect(
      try news([.make(at: 3, pid: 4)], at: Self.place("JP", 3, 35, 139)) == [[.country, .autonomousSystem, .travel]])
    #expect(try news([.make(at: 4, pid: 5)], at: Self.place("JP", 3, 35, 139)) == [[]])
  }

  @Test func `a key that another user has used is told of once`() throws {
    let key = KeyUse(type: "ED25519", fingerprint: "SHA256:x")
    let logins: [Login] = ["alice", "bob", "bob"].enumerated().map {
      .make(user: $1, method: "publickey", key: key, at: Int64($0), pid: Int32($0))
    }
    let each = try news(logins)
    #expect(each.map { $0.contains(.sharedKey) } == [false, true, false])
    #expect(try store.report(on: 2)?.report.keyUsers == ["alice"])
  }

  @Test func `a CA is there to be shared`() throws {
    let key = KeyUse(
      type: "RSA-CERT", fingerprint: "SHA256:own",
      certificate: Certificate(id: "a", serial: "1", authority: "SHA256:ca"))
    let logins: [Login] = ["alice", "bob"].enumerated().map {
      .make(user: $1, method: "publickey", key: key, at: Int64($0), pid: Int32($0))
    }
    #expect(try news(logins).allSatisfy { !$0.contains(.sharedKey) })
  }

  @Test func `who used a key later is not told of`() throws {
    let key = KeyUse(type: "ED25519", fingerprint: "SHA256:x")
    let logins: [Login] = ["alice", "bob", "carol"].enumerated().map {
      .make(user: $1, method: "publickey", key: key, at: Int64($0), pid: Int32($0))
    }
    _ = try news(logins)
    #expect(try store.report(on: 2)?.report.keyUsers == ["alice"])
  }

  @Test func `other users of a key are found by an index`() throws {
    let plan = try store.queue.read { database in
      try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN \(KnownFactTable.otherUsers)", arguments: ["m", "k", "u", 0]
      ).map { $0["detail"] as String }
    }
    #expect(plan.allSatisfy { $0.contains("USING INDEX known_fact_key") }, "\(plan)")
  }

  @Test func `a clock that ran ahead once hides no absence for ever`() throws {
    _ = try news([.make(at: 0, pid: 1), .make(at: 4000 * 86_400, pid: 2)])
    #expect(try news([.make(at: 10, pid: 3), .make(at: 100 * 86_400, pid: 4)]).last == [.absence])
  }

  @Test func `what a rule puts into a digest does not count on the limit`() throws {
    try store.record(
      [.make(pid: 1), .make(pid: 2), .make(pid: 3)], upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system",
      at: .at(0))
    let logins = try store.undecidedLogins(limit: 9)
    try store.decide([DecidedLogin(logins[0], .mail(.everyLogin), mail: [.make()])], at: .at(1))
    try store.decide([DecidedLogin(logins[1], .digest(.rule(1)), mail: [.make(.digest(.hourly))])], at: .at(2))
    var last: [Date?] = []
    _ = try store.decide([logins[2]], at: .at(3)) { login, precedents in
      let history = precedents.mail(to: "you@example.org")
      last = [try history.login(1), try history.login(2)]
      return DecidedLogin(login, .mail(.everyLogin), mail: [])
    }
    #expect(last == [.at(1), nil])
  }

  @Test func `a long absence is known though the rows are gone`() throws {
    _ = try news([.make(pid: 1, end: .make(at: 9))])
    _ = try store.prune(Retention(), at: .at(500 * 86_400))
    #expect(try news([.make(at: 100 * 86_400, pid: 2)]) == [[.absence]])
  }

  @Test func `failures before a login are news`() throws {
    let failures = (0..<5).map { SessionBatch.Change.failure(.make(at: Int64($0), pid: Int32(50 + $0))) }
    try store.record(
      SessionBatch(failures + [.login(.make(at: 9))]), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system",
      at: .at(0))
    let login = try #require(try store.undecidedLogins(limit: 1).first)
    #expect(login.failures == .init(fromSource: 5, forUser: 5))
    #expect(try news([]).first?.contains(.failures) == true)
  }

  @Test func `what was looked up is kept beside the login, and comes back in the report`() throws {
    try store.record(
      [.make(pid: 1), .make(user: "bob", at: 1, pid: 2), .make(at: 2, pid: 3)],
      upTo: JournalPosition(cursor: nil, at: .at(0)), of: "system", at: .at(0))
    var findings = LoginFindings()
    findings.place = Self.place("CZ", 64500)
    findings.reverseName = "host.example.org"
    findings.keyName = KeyName(comment: "alice@laptop", options: "no-pty")
    let all = try store.undecidedLogins(limit: 9).map {
      DecidedLogin($0, findings: findings, news: [.country], .silent(.nothingNew), mail: [])
    }
    try store.decide(all, at: .at(5))
    let (report, decision) = try #require(try store.report(on: 3))
    #expect(report.findings == findings)
    #expect(report.news == [.country])
    #expect(report.previous == PastLogin(at: .at(0), address: "203.0.113.7", place: findings.place))
    #expect(report.openSessions.map(\.identity.pid) == [2, 1])
    #expect(report.openCount == 2)
    #expect(decision == "silent")
    #expect(report.reason == "nothing is new")
    let row = try store.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM login_history WHERE id = 3") }
    #expect(row?["country"] == "CZ")
    #expect(row?["asn"] == 64500)
    #expect(row?["key_comment"] == "alice@laptop")
    #expect(try store.report(on: 9) == nil)
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
      let neighbour = Precedents(
        recorded: RecordedLogin(id: 99, login: .make(pid: 9)), database: precedents.database
      ).mail(to: "a")
      for nthLast in [1, 3, 4] { found.append(try neighbour.login(nthLast)) }
      return DecidedLogin(login, .mail(.everyLogin), mail: [])
    }
    #expect(found == [nil, .at(0), .at(2), .at(1), nil, nil, .at(2), .at(0), nil])
  }
}
