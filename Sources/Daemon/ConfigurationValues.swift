// The types of value that a configuration holds, each with the words for when it is another.

import Alerts
import Foundation
import Yams

/// Says what a value must be; the key goes before it.
struct ValueError: Error, CustomStringConvertible {
  var description: String
  /// Where it is, if not at the key's own value; from 1 on.
  var line: Int?

  init(_ description: String, at node: Node? = nil) {
    self.description = description
    line = node?.mark?.line
  }

  /// The same place, in other words.
  func with(_ description: String) -> ValueError {
    var error = self
    error.description = description
    return error
  }
}

extension Node {
  /// Text that is not empty; not a list, and not nothing.
  func text() throws(ValueError) -> String {
    guard let scalar, null == nil, !scalar.string.isEmpty else { throw ValueError("must be text") }
    return scalar.string
  }

  func absolutePath() throws(ValueError) -> String {
    let path = try text()
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw ValueError("must be an absolute path, such as '/var/lib/ssh-alertd', not '\(path)'")
    }
    return path
  }

  /// A list, or a single item in place of one.
  func list<Item>(_ item: (Node) throws -> Item) throws -> [Item] {
    guard let sequence else { return [try item(self)] }
    return try sequence.map(item)
  }

  /// Files, or `none`.
  func placeFiles() throws -> [String] {
    if scalar?.string == "none" { return [] }
    return try list { try $0.absolutePath() }
  }

  func flag() throws(ValueError) -> Bool {
    try choice(["true": true, "yes": true, "false": false, "no": false])
  }

  func choice<Value>(_ choices: [String: Value]) throws(ValueError) -> Value {
    let word = try text()
    guard let value = choices[word] else {
      let words = choices.keys.sorted().joined(separator: "' or '")
      throw ValueError("must be '\(words)', not '\(word)'")
    }
    return value
  }

  /// `400d`, `52w` or `forever`: seconds, nil for ever. At least a day, which is what the count of failures before a login needs.
  func age() throws(ValueError) -> TimeInterval? {
    let word = try text()
    if word == "forever" { return nil }
    let units: [Character: TimeInterval] = ["d": 86_400, "w": 7 * 86_400]
    guard let unit = word.last.flatMap({ units[$0] }), let count = UInt16(word.dropLast()), count > 0 else {
      throw ValueError("must be a span such as '400d' or '52w', at least a day, or 'forever', not '\(word)'")
    }
    return TimeInterval(count) * unit
  }

  /// `user@host`, or the name of a local account for a local relay.
  /// - Returns: the address as commands and headers have it.
  func mailAddress() throws(ValueError) -> String {
    let address = try text()
    do {
      return try MailAddress(address).text
    } catch {
      throw ValueError("must be a mail address, such as 'you@example.org', not '\(address)': \(error)")
    }
  }

  /// One mail address or more, each once.
  func recipients() throws -> [String] {
    let addresses = try list { try $0.mailAddress() }
    guard !addresses.isEmpty else { throw ValueError("must name at least one recipient") }
    for (index, address) in addresses.enumerated() where addresses[..<index].contains(address) {
      throw ValueError("names '\(address)' twice; once is enough")
    }
    return addresses
  }
}
