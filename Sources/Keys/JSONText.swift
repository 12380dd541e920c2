// The lines that both sides write.

import Foundation

/// JSON on a line of bounded length.
enum JSONText {
  /// The line with its end; nil where it would be too long.
  static func line(_ value: some Encodable, limit: Int) -> [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // No value here has a number that JSON cannot hold.
    guard let data = try? encoder.encode(value), data.count <= limit else { return nil }
    return data + [UInt8(ascii: "\n")]
  }
}
