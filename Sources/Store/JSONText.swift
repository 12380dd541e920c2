// The few values that a column holds as JSON, so that sqlite3's JSON functions can take them apart.

import Foundation

enum JSONText {
  /// The value with its keys in order, so that equal values are equal text.
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The value; nil where there is none. What somebody else has written there is none either.
  static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return text.flatMap { try? decoder.decode(type, from: Data($0.utf8)) }
  }
}
