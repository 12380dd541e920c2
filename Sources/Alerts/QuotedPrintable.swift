// Text as a mail carries it: ASCII, and short lines.

/// RFC 2045, section 6.7.
enum QuotedPrintable {
  /// Encodes text; lines end in CRLF and have at most 76 characters.
  static func encode(_ text: String) -> String {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      encodeLine(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }.joined(separator: "\r\n")
  }

  private static func encodeLine(_ line: Substring.UTF8View) -> String {
    var result = ""
    var width = 0
    for (offset, byte) in line.enumerated() {
      let unit = encode(byte, isLast: offset == line.count - 1)
      if width + unit.count > 75 {
        result += "=\r\n"
        width = 0
      }
      result += unit
      width += unit.count
    }
    return result
  }

  private static func encode(_ byte: UInt8, isLast: Bool) -> String {
    let isSpace = byte == 0x20 || byte == 0x09
    let isLiteral = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
    if isLiteral || (isSpace && !isLast) { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "=0\(digits)" : "=\(digits)"
  }
}
