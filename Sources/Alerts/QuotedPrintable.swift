// Text as a mail carries it: ASCII, and short lines.

/// RFC 2045, section 6.7.
enum QuotedPrintable {
  /// Encodes text; lines end in CRLF and have at most 76 characters.
  static func encode(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if index > 0 { result += lineEnd }
      encode(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, into: &result)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let lineEnd: [UInt8] = [0x0D, 0x0A]
  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func encode(_ line: Substring.UTF8View, into result: inout [UInt8]) {
    var width = 0
    var rest = line.count
    for byte in line {
      rest -= 1
      let isLiteral = isLiteral(byte, isLast: rest == 0)
      let length = isLiteral ? 1 : 3
      if width + length > 75 {
        result.append(UInt8(ascii: "="))
        result += lineEnd
        width = 0
      }
      if isLiteral {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
      width += length
    }
  }

  /// A space at the end of a line is not: servers cut it off.
  private static func isLiteral(_ byte: UInt8, isLast: Bool) -> Bool {
    if byte == 0x20 || byte == 0x09 { return !isLast }
    return (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
  }
}
