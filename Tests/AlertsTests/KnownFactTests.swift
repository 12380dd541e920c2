// What a login makes known.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct KnownFactTests {
  private func facts(_ login: Login, _ kind: KnownFact.Kind) -> [String] {
    KnownFact.of(login).filter { $0.kind == kind }.map(\.value)
  }

  @Test func `that there was a login, from which network, by which method`() {
    #expect(
      KnownFact.of(.make()) == [
        KnownFact(kind: .login, value: ""), KnownFact(kind: .network, value: "203.0.113.0/24"),
        KnownFact(kind: .method, value: "password"),
      ])
  }

  @Test func `a place makes known its country and who runs the network`() {
    let facts = KnownFact.of(.make(), at: .make()).filter { $0.kind == .country || $0.kind == .autonomousSystem }
    #expect(facts == [KnownFact(kind: .autonomousSystem, value: "64500"), KnownFact(kind: .country, value: "CZ")])
    #expect(KnownFact.of(.make(), at: .make(nil, asn: nil)) == KnownFact.of(.make()))
  }

  @Test func `a key is known by its fingerprint, a certificate by who signed it`() {
    #expect(facts(.make(key: KeyUse(type: "RSA", fingerprint: "SHA256:x")), .key) == ["SHA256:x"])
    let certificate = Certificate(id: "a", serial: "1", authority: "SHA256:ca")
    let key = KeyUse(type: "RSA-CERT", fingerprint: "SHA256:own", certificate: certificate)
    #expect(facts(.make(key: key), .key) == ["SHA256:ca"])
  }

  @Test func `earlier factors are known as well`() {
    var login = Login.make(method: "password")
    login.earlierFactors = [Factor(method: "publickey", key: KeyUse(type: "RSA", fingerprint: "SHA256:x"))]
    #expect(facts(login, .key) == ["SHA256:x"])
    #expect(facts(login, .method) == ["publickey", "password"])
  }

  @Test(arguments: [("2001:db8:1:2::7", "2001:db8:1:2::/64"), ("UNKNOWN", "UNKNOWN")])
  func `a network is of its family`(address: String, network: String) {
    #expect(facts(.make(address: address), .network) == [network])
  }
}
