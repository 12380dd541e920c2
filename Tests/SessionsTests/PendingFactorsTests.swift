// Methods that wait for the rest of their login: of one connection, for an hour, and never too many.

import TestKit
import Testing

@testable import Sessions

struct PendingFactorsTests {
  private static let key = Factor(method: "publickey", key: KeyUse(type: "RSA", fingerprint: "SHA256:x"))

  @Test func `a login gets the factors of its connection in their order, once`() {
    var factors = PendingFactors([.make(Self.key, at: -2)])
    let isNew = factors.take(.make(Factor(method: "password"), at: -1))
    #expect(isNew)
    let found = factors.of(Login.make().identity)
    #expect(found == [Self.key, Factor(method: "password")])
    let again = factors.of(Login.make().identity)
    #expect(again == [])
  }

  @Test(arguments: [
    PendingFactor.make(pid: 101), .make(boot: Scene.nextBoot), .make(machine: "other"), .make(at: 1), .make(at: -3601),
  ]) func `the factors of another connection are not its own`(other: PendingFactor) {
    var factors = PendingFactors([other])
    let found = factors.of(Login.make().identity)
    #expect(found == [])
  }

  @Test(arguments: [0, -3600]) func `a connection has an hour for the rest`(seconds: Int64) {
    var factors = PendingFactors([.make(at: seconds)])
    let found = factors.of(Login.make().identity)
    #expect(found.count == 1)
  }

  @Test func `what is too old for a login is of an earlier one, and goes`() {
    var factors = PendingFactors([.make(at: -3601), .make(at: -1)])
    let found = factors.of(Login.make().identity)
    #expect(found.count == 1)
    let earlier = factors.of(Login.make(at: -3600).identity)
    #expect(earlier == [])
  }

  @Test func `a factor that is read again is none`() {
    var factors = PendingFactors([.make()])
    let isNew = factors.take(.make())
    #expect(!isNew)
    let other = factors.take(.make(at: -2))
    #expect(other)
  }

  @Test func `the newest of too many stay`() {
    var factors = PendingFactors([])
    for pid in 1...Int32(PendingFactor.most + 1) { _ = factors.take(.make(pid: pid)) }
    let first = factors.of(Login.make(pid: 1).identity)
    #expect(first == [])
    let second = factors.of(Login.make(pid: 2).identity)
    #expect(second.count == 1)
    let last = factors.of(Login.make(pid: Int32(PendingFactor.most + 1)).identity)
    #expect(last.count == 1)
  }
}
