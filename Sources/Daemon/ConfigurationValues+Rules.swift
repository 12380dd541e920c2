// `alerts.rules`: a list of rules, each with what it asks for, and what becomes of the logins that fit.

import Alerts
import Sessions
import Yams

extension Node {
  /// The rules in their order.
  func rules() throws -> [AlertRule] {
    guard let sequence else {
      throw ValueError("must be a list of rules, such as '- {user: backup, then: ignore}'")
    }
    let rules = try sequence.map { try $0.rule() }
    if let index = rules.dropLast().firstIndex(where: { $0.conditions.isEmpty && $0.exceptions.isEmpty }) {
      throw ValueError(
        "has rules that are never reached, below rule \(index + 1), which fits every login", at: sequence[index])
    }
    return rules
  }

  private func rule() throws -> AlertRule {
    guard let mapping else { throw ValueError("must hold rules such as '{user: backup, then: ignore}'", at: self) }
    guard let then = mapping["then"] else {
      throw ValueError(
        "has a rule without 'then': add 'then: mail', 'hourly digest', 'daily digest' or 'ignore'", at: self)
    }
    var rule = AlertRule(try then.placed { try $0.action() })
    for (key, value) in mapping {
      switch key.string {
      case "then": break
      case "to": rule.recipients = try value.placed { try $0.recipients() }
      case "not": rule.exceptions = try value.conditions()
      default: rule.conditions.append(try value.condition(key))
      }
    }
    guard rule.action != .ignore || rule.recipients == nil else {
      throw ValueError("has a rule with 'to' that ignores; remove one of the two", at: self)
    }
    return rule
  }

  private func action() throws(ValueError) -> AlertAction {
    try choice([
      "mail": .mail, "hourly digest": .digest(.hourly), "daily digest": .digest(.daily), "ignore": .ignore,
    ])
  }

  private func conditions() throws -> [AlertCondition] {
    guard let mapping else { throw ValueError("must hold what is ruled out, such as 'not: {country: CZ}'", at: self) }
    return try mapping.map { try $1.condition($0) }
  }

  private func condition(_ key: Node) throws -> AlertCondition {
    let name = key.string ?? ""
    guard let read = Self.conditions[name] else {
      let known = Self.wordsOfRules.map { "'\($0)'" }.joined(separator: ", ")
      throw ValueError("has a rule with an unknown key '\(name)'; known here: \(known)", at: key)
    }
    return try placed { node in
      do { return try read(node) } catch let error as ValueError { throw error.with("'\(name)' \(error)") }
    }
  }

  /// What a rule may hold.
  static var wordsOfRules: [String] { (["then", "to", "not"] + conditions.keys).sorted() }

  private static let conditions: [String: @Sendable (Node) throws -> AlertCondition] = [
    "user": { .user(try $0.some { try $0.text() }) },
    "host": { .host(try $0.some { try $0.text() }) },
    "address": { .address(try $0.some { try $0.addressRange() }) },
    "country": { .country(try $0.some { try $0.countryCode() }) },
    "key": { .key(try $0.some { try $0.fingerprint() }) },
    "method": { .method(try $0.some { try $0.text() }) },
    "novelty": { try $0.novelty() },
  ]

  private func some<Item>(_ item: (Node) throws -> Item) throws -> [Item] {
    let items = try list { try $0.placed(item) }
    guard !items.isEmpty else { throw ValueError("must name at least one") }
    return items
  }

  private func addressRange() throws(ValueError) -> AddressRange {
    let word = try text()
    guard let range = AddressRange(word) else {
      throw ValueError("must be an address or a range such as '192.0.2.0/24' or '2001:db8::/32', not '\(word)'")
    }
    return range
  }

  private func countryCode() throws(ValueError) -> String {
    let word = try text()
    guard word.utf8.count == 2, word.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw ValueError("must be a country's code of two letters (ISO 3166), such as 'CZ', not '\(word)'")
    }
    return word.uppercased()
  }

  private func fingerprint() throws(ValueError) -> String {
    let word = try text()
    guard word.hasPrefix("SHA256:") || word.hasPrefix("MD5:") else {
      throw ValueError("must be a fingerprint, 'SHA256:…' or 'MD5:…', as 'ssh-keygen -lf' prints it, not '\(word)'")
    }
    return word
  }

  private func novelty() throws -> AlertCondition {
    if let word = scalar?.string, word == "any" || word == "none" { return .anyNovelty(word == "any") }
    let words = Dictionary(uniqueKeysWithValues: News.allCases.map { ($0.rawValue, $0) })
    return .novelty(
      try some { node in
        guard let kind = words[try node.text()] else {
          let known = News.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
          throw ValueError("must be 'any', 'none', or some of \(known), not '\(try node.text())'")
        }
        return kind
      })
  }

  /// What is wrong within it is told with its own line.
  private func placed<Value>(_ read: (Node) throws -> Value) throws -> Value {
    do { return try read(self) } catch let error as ValueError {
      throw error.line == nil ? ValueError(error.description, at: self) : error
    }
  }
}
