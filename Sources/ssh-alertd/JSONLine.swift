// What the commands print for programs: one JSON object a line.

import Foundation

/// A value that is printed as a line.
protocol JSONLine: Encodable {}

extension JSONLine {
  /// The object on one line, its keys in order.
  func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
