// A row a login: what comes back is what went in, once, and what is closed stays so.

import Alerts
import Foundation
import Sessions
import TestKit
import Testing

@testable import Store

struct LoginTableTests {
  private let directory: TemporaryDirectory
  private let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store(path: directory.path("ssh-alertd.db"))
  }

  private func record(_ logins: Login...) throws {
    try store.record(logins, upTo: JournalPosition(cursor: "c", at: .at(0)), of: "system", at: .now)
  }

  private static let certificate = Certificate(
    id: "jörg's <key>", serial: "18446744073709551615", authority: "SHA256:ca")

  @Test(arguments: [
    Login.make(), .make(user: "jörg'; DROP TABLE login; --", port: 65535, verified: false),
    .make(address: "fe80::1%eth0", method: "publickey", key: KeyUse(type: "RSA", fingerprint: "SHA256:x")),
    .make(key: KeyUse(type: "RSA-CERT", fingerprint: nil, certificate: certificate)),
    .make(
      key: KeyUse(type: "RSA-CERT", fingerprint: "x", certificate: Certificate(id: "", serial: nil, authority: nil))),
  ]) func `a login comes back as it was`(login: Login) throws {
    try record(login)
    #expect(try store.openLogins() == [login])
    #expect(try store.undecidedLogins(limit: 9).map(\.login) == [login])
    #expect(try store.history(HistoryQuery()).map(\.login) == [login])
  }

  @Test func `all that is known of a session comes back`() throws {
    var login = Login.make()
    login.session.isOpenInPAM = true
    login.session.uid = .max
    login.session.logindID = "c7"
    login.session.isGoingDown = true
    login.session.unconfirmedDisconnect = .make(at: 5, sign: .disconnect)
    login.session.tty = "pts/0"
    try record(login)
    #expect(try store.openLogins() == [login])
  }

  @Test(arguments: SessionEnd.Sign.allCases)
  func `each sign of an end can be recorded, and comes back`(sign: SessionEnd.Sign) throws {
    let login = Login.make(end: SessionEnd.make(at: 60, sign: sign))
    try record(.make())
    try record(login)
    #expect(try store.openLogins() == [])
    #expect(try store.history(HistoryQuery()).map(\.login) == [login])
  }

  @Test func `an entry that is read again is no second row`() throws {
    try record(.make(), .make())
    try record(.make())
    #expect(try store.loginCount() == 1)
  }

  @Test func `a session that is closed stays closed as it was`() throws {
    let closed = Login.make(end: SessionEnd.make(at: 60, sign: .pam))
    try record(closed)
    try record(.make())
    try record(.make(end: SessionEnd.make(at: 99, sign: .lost)))
    #expect(try store.history(HistoryQuery()).map(\.login) == [closed])
  }

  @Test func `an update changes the session and nothing that was known before`() throws {
    try record(.make(user: "alice"))
    try record(.make(user: "mallory", end: SessionEnd.make(at: 60, sign: .pam)))
    let login = try #require(try store.history(HistoryQuery()).first?.login)
    #expect(login.user == "alice")
    #expect(login.session.end?.sign == .pam)
  }

  @Test func `the same pid in another boot or on another machine is another row`() throws {
    try record(.make(), .make(boot: Scene.nextBoot), .make(machine: "other"), .make(at: 1), .make(pid: 101))
    #expect(try store.loginCount() == 5)
  }

  @Test func `open and undecided logins come in journal order, as many as asked for`() throws {
    try record(.make(at: 9, pid: 1), .make(at: 3, pid: 2), .make(at: 6, pid: 3))
    #expect(try store.openLogins().map(\.identity.pid) == [1, 2, 3])
    #expect(try store.undecidedLogins(limit: 2).map(\.login.identity.pid) == [1, 2])
  }

  @Test func `a login that was decided about no longer waits`() throws {
    try record(.make(pid: 1), .make(pid: 2))
    let first = try #require(try store.undecidedLogins(limit: 1).first)
    try store.decide([DecidedLogin(first, .silent(.everyLogin), mail: [])], at: .at(0))
    #expect(try store.undecidedLogins(limit: 9).map(\.login.identity.pid) == [2])
    #expect(try store.outboxCounts() == OutboxCounts())
  }
}
