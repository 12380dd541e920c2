// What is new about a login, against what was before it.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct NoveltyTests {
  /// A user who has always come from the same place with the same key.
  private static func past(_ change: (inout LoginPast) -> Void = { _ in }) -> LoginPast {
    var past = LoginPast()
    past.knownKinds = [.country, .autonomousSystem]
    past.methods = ["publickey"]
    past.lastAt = .at(-3600)
    change(&past)
    return past
  }

  private static func new(_ kinds: KnownFact.Kind...) -> LoginPast {
    past { past in past.newFacts = Set(kinds.map { KnownFact(kind: $0, value: "x") }) }
  }

  private static let byKey = Login.make(method: "publickey", key: KeyUse(type: "ED25519", fingerprint: "SHA256:x"))
  private static let twoFactors = {
    var login = Login.make(method: "keyboard-interactive/pam")
    login.earlierFactors = [Factor(method: "publickey")]
    return login
  }()

  private struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var login = byKey
    var past = NoveltyTests.past()
    var news: [News]
  }

  private static let cases = [
    Case(testDescription: "nothing", news: []),
    Case(testDescription: "a first login", past: new(.login, .network, .key), news: [.login, .network, .key]),
    Case(testDescription: "a network", past: new(.network), news: [.network]),
    Case(testDescription: "a provider", past: new(.autonomousSystem, .network), news: [.autonomousSystem, .network]),
    Case(
      testDescription: "a country", past: new(.country, .autonomousSystem, .network),
      news: [.country, .autonomousSystem, .network]),
    Case(
      testDescription: "a country, where no country was known before",
      past: past {
        $0.newFacts = [KnownFact(kind: .country, value: "CZ")]
        $0.knownKinds = []
      }, news: []),
    Case(testDescription: "a key", past: new(.key), news: [.key]),
    Case(
      testDescription: "another user's key",
      past: past {
        $0.newFacts = [KnownFact(kind: .key, value: "SHA256:x")]
        $0.keyUsers = ["bob"]
      }, news: [.key, .sharedKey]),
    Case(testDescription: "a shared key that the user has used before", past: past { $0.keyUsers = ["bob"] }, news: []),
    Case(testDescription: "a password after keys", login: .make(), past: new(.method), news: [.password]),
    Case(
      testDescription: "PAM's questions after keys", login: .make(method: "keyboard-interactive/pam"),
      past: new(.method), news: [.password]),
    Case(
      testDescription: "another password method", login: .make(),
      past: past {
        $0.newFacts = [KnownFact(kind: .method, value: "password")]
        $0.methods = ["publickey", "keyboard-interactive/pam"]
      }, news: [.method]),
    Case(testDescription: "a second factor behind a key", login: twoFactors, past: new(.method), news: [.method]),
    Case(testDescription: "root by password", login: .make(user: "root"), news: [.rootPassword]),
    Case(testDescription: "4 failures", past: past { $0.failuresFromSource = 4 }, news: []),
    Case(testDescription: "5 failures", past: past { $0.failuresFromSource = 5 }, news: [.failures]),
    Case(testDescription: "89 days", past: past { $0.lastAt = .at(-90 * 86_400 + 1) }, news: []),
    Case(testDescription: "90 days", past: past { $0.lastAt = .at(-90 * 86_400) }, news: [.absence]),
  ]

  @Test(arguments: cases) private func `each reason stands for itself`(each: Case) {
    #expect(Novelty.news(about: each.login, after: each.past) == each.news)
  }

  @Test(
    arguments: [
      (-3600, true), (-8 * 3600, true), (-10 * 3600, false), (1, false),
    ] as [(Int64, Bool)]) func `from Prague to Tokyo takes nine hours`(before: Int64, isImpossible: Bool)
  {
    var findings = LoginFindings()
    findings.place = .make("JP", city: "Tokyo", at: .tokyo)
    let past = Self.past { $0.previous = PastLogin(at: .at(before), address: "192.0.2.1", place: .make()) }
    #expect(Novelty.news(about: Self.byKey, findings, after: past) == (isImpossible ? [.travel] : []))
  }

  @Test func `what is near may be the database's error`() throws {
    let brno = try #require(Place.Position(latitude: 49.2, longitude: 16.6))
    let vague = try #require(Place.Position(latitude: 35.68, longitude: 139.77, radius: 9000))
    for position in [brno, vague] {
      let past = PastLogin(at: .at(-1), address: "192.0.2.1", place: .make())
      #expect(Travel(from: past, to: Self.byKey, at: .make(at: position))?.isImpossible == false)
    }
  }

  @Test func `without both places nobody travels`() {
    let past = PastLogin(at: .at(-1), address: "192.0.2.1", place: .make(at: nil))
    #expect(Travel(from: past, to: Self.byKey, at: .make()) == nil)
    #expect(Travel(from: nil, to: Self.byKey, at: .make()) == nil)
  }

  @Test func `the great circle from Prague to Tokyo is 9,080 km long`() throws {
    let (prague, tokyo) = (try #require(Place.Position.prague), try #require(Place.Position.tokyo))
    #expect(abs(Travel.distance(prague, tokyo) - 9080) < 30)
  }

  @Test func `a position is on the globe`() {
    #expect(Place.Position(latitude: 91, longitude: 0) == nil)
    #expect(Place.Position(latitude: 0, longitude: .nan) == nil)
    #expect(Place.Position(latitude: .infinity, longitude: 0) == nil)
  }
}
