// The rules: the first that fits decides, and a fact that is not known never keeps a login quiet.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct AlertPolicyTests {
  private static func rule(
    _ action: AlertAction = .ignore, _ conditions: AlertCondition..., except exceptions: [AlertCondition] = []
  ) -> AlertRule {
    var rule = AlertRule(action)
    rule.conditions = conditions
    rule.exceptions = exceptions
    return rule
  }

  private func decide(_ report: LoginReport = .make(), onlyNews: Bool = false, rules: [AlertRule] = []) -> AlertVerdict
  {
    var policy = AlertPolicy()
    policy.mailsOnlyNews = onlyNews
    policy.rules = rules
    return policy.decide(about: report)
  }

  @Test func `without rules each login is mailed`() {
    #expect(decide().decision == .mail(.everyLogin))
  }

  @Test func `with only what is new, the rest is in the record`() {
    #expect(decide(onlyNews: true).decision == .silent(.nothingNew))
    #expect(decide(.make(news: [.network]), onlyNews: true).decision == .mail(.somethingNew))
  }

  @Test func `the first rule that fits decides`() {
    let verdict = decide(rules: [
      Self.rule(.ignore, .user(["bob"])), Self.rule(.digest(.daily), .user(["alice"])), Self.rule(.mail),
    ])
    #expect(verdict.decision == .digest(.rule(2)))
    #expect(verdict.action == .digest(.daily))
    #expect(verdict.trials == [.failed(.user(["bob"]), isException: false, .no), .matched(isCertain: true)])
    #expect(verdict.decision.reason == "rule 2")
  }

  @Test func `a rule may have recipients of its own`() {
    var rule = Self.rule(.mail)
    rule.recipients = ["boss@example.org"]
    #expect(decide(rules: [rule]).recipients == ["boss@example.org"])
  }

  private static let network = AddressRange("203.0.113.0/24").map { [$0] } ?? []
  private static let elsewhere = AddressRange("2001:db8::/32").map { [$0] } ?? []
  private static let certificate = KeyUse(
    type: "RSA-CERT", fingerprint: "SHA256:own", certificate: Certificate(id: "a", serial: "1", authority: "SHA256:ca"))
  private static let byKey = LoginReport.make(.make(method: "publickey", key: certificate), at: .make(), news: [.key])
  private static let unknown = LoginReport.make(.make(address: "UNKNOWN", method: "publickey"))

  /// Of a place nobody knows but whose network it is.
  private static let networkOnly = LoginReport.make(at: .make(nil, city: nil, at: nil))
  private static let cutCertificate = LoginReport.make(
    .make(
      method: "publickey",
      key: KeyUse(
        type: "RSA-CERT", fingerprint: "SHA256:own", certificate: Certificate(id: "a", serial: nil, authority: nil))))

  private static func after(_ report: LoginReport, _ place: Place) -> LoginReport {
    var report = report
    report.previous = PastLogin(at: .at(-1), address: "192.0.2.1", place: place)
    return report
  }

  private static let truths: [(AlertCondition, LoginReport, Truth)] = [
    (.user(["bob", "alice"]), byKey, .yes), (.user(["Alice"]), byKey, .no),
    (.host(["WEB1"]), byKey, .yes), (.host(["web"]), byKey, .no),
    (.address(network), byKey, .yes), (.address(elsewhere), byKey, .no), (.address(network), unknown, .unknown),
    (.country(["DE", "CZ"]), byKey, .yes), (.country(["DE"]), byKey, .no), (.country(["CZ"]), unknown, .unknown),
    (.key(["SHA256:own"]), byKey, .yes), (.key(["SHA256:ca"]), byKey, .yes), (.key(["SHA256:x"]), byKey, .no),
    (.key(["SHA256:own"]), unknown, .unknown), (.key(["SHA256:own"]), .make(), .unknown),
    (.method(["publickey"]), byKey, .yes), (.method(["password"]), byKey, .no),
    (.novelty([.network, .key]), byKey, .yes), (.novelty([.country]), byKey, .no),
    (.novelty([.country]), unknown, .unknown), (.novelty([.network]), unknown, .no),
    (.novelty([.key]), unknown, .unknown), (.novelty([.key]), .make(), .no),
    (.key(["SHA256:x"]), cutCertificate, .unknown),
    (.key(["SHA256:own"]), cutCertificate, .yes), (.novelty([.sharedKey]), cutCertificate, .unknown),
    (.novelty([.country]), networkOnly, .unknown), (.novelty([.autonomousSystem]), networkOnly, .no),
    (.novelty([.country, .key]), networkOnly, .unknown), (.novelty([.travel]), networkOnly, .no),
    (.novelty([.travel]), after(networkOnly, .make()), .unknown),
    (.novelty([.travel]), after(byKey, .make(at: nil)), .unknown),
    (.novelty([.travel]), after(byKey, .make()), .no),
    (.novelty([.autonomousSystem]), .make(at: .make(asn: nil)), .unknown),
    (.anyNovelty(true), byKey, .yes), (.anyNovelty(false), byKey, .no), (.anyNovelty(false), unknown, .yes),
  ]

  @Test(arguments: truths) private func `a condition is true, false, or not to be told`(
    condition: AlertCondition, report: LoginReport, truth: Truth
  ) {
    #expect(condition.truth(of: report) == truth)
  }

  /// What fits, what does not, and what cannot be told, each as a condition and ruled out.
  @Test(arguments: truths)
  private func `a fact that is not known neither keeps a login quiet nor stands in a mail's way`(
    condition: AlertCondition, report: LoginReport, truth: Truth
  ) {
    for action in [AlertAction.ignore, .digest(.hourly), .mail] {
      let fits = Self.rule(action, condition).trial(on: report)
      let isRuledOut = Self.rule(action, except: [condition]).trial(on: report)
      let unknown: RuleTrial? = truth == .unknown && action == .mail ? .matched(isCertain: false) : nil
      #expect(Self.match(fits) == (truth == .yes ? .matched(isCertain: true) : unknown))
      #expect(Self.match(isRuledOut) == (truth == .no ? .matched(isCertain: true) : unknown))
    }
  }

  private static func match(_ trial: RuleTrial) -> RuleTrial? {
    if case .matched = trial { trial } else { nil }
  }

  @Test func `a rule that fits as far as is known takes no mail away from others`() {
    var rule = Self.rule(.mail, .country(["CZ"]))
    rule.recipients = ["prague@example.org", "you@example.org"]
    let others = ["you@example.org", "me@example.org"]
    #expect(decide(Self.byKey, rules: [rule]).recipients(insteadOf: others) == rule.recipients)
    #expect(
      decide(Self.unknown, rules: [rule]).recipients(insteadOf: others) == [
        "prague@example.org", "you@example.org", "me@example.org",
      ])
    #expect(decide().recipients(insteadOf: others) == others)
  }

  @Test func `of several conditions all must hold`() {
    let rule = Self.rule(.ignore, .user(["alice"]), .method(["publickey"]))
    #expect(decide(rules: [rule]).decision == .mail(.everyLogin))
    #expect(decide(Self.byKey, rules: [rule]).decision == .silent(.rule(1)))
    let trial = Self.rule(.ignore, .user(["alice"]), except: [.country(["CZ"])]).trial(on: Self.byKey)
    #expect(trial == .failed(.country(["CZ"]), isException: true, .yes))
  }

  @Test func `a decision has a name and a reason in words`() {
    #expect(AlertDecision.mail(.everyLogin).name == "mail")
    #expect(AlertDecision.digest(.tooMany).name == "digest")
    #expect(AlertDecision.silent(.nothingNew).name == "silent")
    #expect(AlertDecision.mail(.everyLogin).reason == "every login is mailed")
  }
}
