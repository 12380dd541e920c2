// A record of a service's JSON. What has a type that nobody expects is absent, and no reason to refuse the rest.

import Foundation

extension PlaceRecord {
  /// Reads an object; nil for anything else. The decoder bounds its depth, the caller its size.
  init?(json: [UInt8]) {
    // What keeps it from being JSON does not matter: the answer is of no use.
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json)), case .object = value else {
      return nil
    }
    self.init()
    add(value, at: "")
  }

  private mutating func add(_ value: JSONValue, at path: String) {
    switch value {
    case .object(let members): for (name, value) in members { add(value, at: path.isEmpty ? name : "\(path).\(name)") }
    case .value(let value): set(path, value)
    case .other: break
    }
  }
}

/// As much of JSON as places are made of.
private enum JSONValue: Decodable {
  case object([String: JSONValue])
  case value(PlaceValue)
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // Each fails for a value of another type; what is of none of these is of no account.
    if let flag = try? container.decode(Bool.self) {
      self = .value(.flag(flag))
    } else if let number = try? container.decode(Double.self) {
      self = .value(.number(number))
    } else if let text = try? container.decode(String.self) {
      self = .value(.text(text))
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .object(members)
    } else {
      self = .other
    }
  }
}
