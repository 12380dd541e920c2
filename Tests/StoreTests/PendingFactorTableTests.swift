// Methods that succeeded before their login: kept over a restart, gone with the login, and never too many.

import Foundation
import GRDB
import Sessions
import TestKit
import Testing

@testable import Store

struct PendingFactorTableTests {
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

  private static let key = Factor(
    method: "publickey",
    key: KeyUse(
      type: "RSA-CERT", fingerprint: nil,
      certificate: Certificate(id: "jörg's \"key\"", serial: "18446744073709551615", authority: "SHA256:a/b")))

  @Test func `factors come back as they were, in their order`() throws {
    let factors = [PendingFactor.make(Self.key, pid: 2), .make(at: -2, pid: 1), .make(boot: Scene.nextBoot)]
    try record(factors.map(SessionBatch.Change.factor))
    #expect(try store.pendingFactors() == factors)
  }

  @Test func `a login keeps its factors, and they wait no longer`() throws {
    try record([.factor(.make(Self.key)), .factor(.make(pid: 101)), .factor(.make(machine: "other"))])
    var login = Login.make()
    login.earlierFactors = [Self.key]
    try record([.login(login)])
    #expect(try store.pendingFactors() == [.make(pid: 101), .make(machine: "other")])
    #expect(try store.history(HistoryQuery()).map(\.login) == [login])
    let text = try store.queue.read { try String.fetchOne($0, sql: "SELECT earlier_factors FROM login") }
    #expect(text?.contains(#""fingerprint":null"#) == false)
    #expect(text?.hasPrefix(#"[{"key":{"certificate":{"authority":"SHA256:a/b","id":"jörg's"#) == true)
  }

  @Test func `one that is read again after its login waits for nothing`() throws {
    try record([.login(.make()), .factor(.make(at: -1)), .factor(.make(at: 1))])
    #expect(try store.pendingFactors() == [.make(at: 1)])
  }

  @Test func `the newest of too many stay`() throws {
    try record((1...Int32(PendingFactor.most + 2)).map { .factor(.make(pid: $0)) })
    let pids = try store.pendingFactors().map(\.identity.pid)
    #expect(pids == Array(3...Int32(PendingFactor.most + 2)))
  }

  @Test func `those whose login came push nobody out`() throws {
    try record([.factor(.make(pid: 1))])
    try record(
      (2...Int32(PendingFactor.most + 2)).flatMap { pid -> [SessionBatch.Change] in
        var login = Login.make(pid: pid)
        login.earlierFactors = [Factor(method: "publickey")]
        return [.factor(.make(pid: pid)), .login(login)]
      })
    #expect(try store.pendingFactors() == [.make(pid: 1)])
  }

  @Test func `what somebody else wrote there is passed over`() throws {
    try record([.factor(.make())])
    try store.queue.write { try $0.execute(sql: "UPDATE pending_factor SET factor = 'rubbish'") }
    #expect(try store.pendingFactors() == [])
  }
}
