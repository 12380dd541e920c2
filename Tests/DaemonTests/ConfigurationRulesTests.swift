// `alerts` in ssh-alertd.yaml: each key of a rule, and each mistake with its own line.

import Alerts
import Sessions
import Testing

@testable import Daemon

struct ConfigurationRulesTests {
  private func parse(_ text: String) throws -> AlertPolicy {
    try Configuration.parse(text, path: "/c.yaml").policy
  }

  private func problem(_ rules: String) -> String? {
    let problems = #expect(throws: ConfigurationError.self) { try parse("alerts:\n  rules:\n" + rules) }?.problems
    return problems?.first.map { "\($0.line ?? 0): \($0.text)" }
  }

  @Test func `one line switches to only what is new`() throws {
    #expect(try !parse("").mailsOnlyNews)
    #expect(try !parse("alerts:\n  mail: every\n").mailsOnlyNews)
    #expect(try parse("alerts:\n  mail: new\n").mailsOnlyNews)
  }

  @Test func `a rule can name all that a login has`() throws {
    let rules = try parse(
      """
      alerts:
        rules:
        - user: [backup, deploy]
          host: web1
          address: [192.0.2.0/24, 2001:db8::/32]
          country: [cz, NO]
          key: "SHA256:x"
          method: publickey
          novelty: [country, as]
          not: {novelty: any, user: root}
          then: hourly digest
          to: [ops@example.org]
        - {novelty: none, then: daily digest}
        - {user: backup, then: ignore}
        - then: mail
      """
    ).rules
    let ranges = try ["192.0.2.0/24", "2001:db8::/32"].map { try #require(AddressRange($0)) }
    var first = AlertRule(.digest(.hourly))
    first.conditions = [
      .user(["backup", "deploy"]), .host(["web1"]), .address(ranges), .country(["CZ", "NO"]), .key(["SHA256:x"]),
      .method(["publickey"]), .novelty([.country, .autonomousSystem]),
    ]
    first.exceptions = [.anyNovelty(true), .user(["root"])]
    first.recipients = ["ops@example.org"]
    #expect(rules.first == first)
    #expect(rules.map(\.action) == [.digest(.hourly), .digest(.daily), .ignore, .mail])
    #expect(rules[1].conditions == [.anyNovelty(false)])
  }

  @Test(arguments: [
    ("  - {user: a}\n", "3: 'alerts.rules' has a rule without 'then'"),
    (
      "  - user: a\n    then: delete\n",
      "4: 'alerts.rules' must be 'daily digest' or 'hourly digest' or 'ignore' or 'mail'"
    ),
    (
      "  - users: a\n    then: mail\n",
      "3: 'alerts.rules' has a rule with an unknown key 'users'; known here: 'address'"
    ),
    ("  - then: mail\n    not: {usr: a}\n", "4: 'alerts.rules' has a rule with an unknown key 'usr'"),
    (
      "  - then: mail\n    user: a\n    address: [1.2.3.4,\n      x]\n",
      "6: 'alerts.rules' 'address' must be an address or a range"
    ),
    ("  - then: mail\n    address: 1.2.3.0/33\n", "4: 'alerts.rules' 'address' must be an address or a range"),
    ("  - then: mail\n    country: Czechia\n", "4: 'alerts.rules' 'country' must be a country's code"),
    ("  - then: mail\n    key: alice@laptop\n", "4: 'alerts.rules' 'key' must be a fingerprint"),
    ("  - then: mail\n    novelty: contry\n", "4: 'alerts.rules' 'novelty' must be 'any', 'none', or some of 'login'"),
    ("  - then: mail\n    user: []\n", "4: 'alerts.rules' 'user' must name at least one"),
    ("  - then: mail\n    to: [a b]\n", "4: 'alerts.rules' must be a mail address"),
    ("  - {user: a, then: ignore, to: [a@b.cz]}\n", "3: 'alerts.rules' has a rule with 'to' that ignores"),
    ("  - mail\n", "3: 'alerts.rules' must hold rules"),
    ("    user: a\n", "3: 'alerts.rules' must be a list of rules"),
    (
      "  - then: ignore\n  - {user: a, then: mail}\n",
      "3: 'alerts.rules' has rules that are never reached, below rule 1"
    ),
  ]) func `a mistake is told with its line and a remedy`(rules: String, expected: String) {
    let problem = problem(rules) ?? "none"
    #expect(problem.hasPrefix(expected), "\(problem)")
  }
}
