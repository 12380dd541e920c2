// A mail as bytes: RFC 5322 headers and a MIME multipart/alternative, text first, each part UTF-8 in quoted-printable.

import Foundation

/// A mail with a text and an HTML part.
struct MIMEMessage {
  /// Names and values, in order. Values are folded and encoded here.
  var headers: [(name: String, value: String)]
  var text: String
  var html: String
  /// What parts the parts: must occur in neither, which QuotedPrintable sees to, since it never writes `=_`.
  var boundary: String

  /// The whole message with CRLF line ends.
  var bytes: Data {
    let lines =
      headers.map { HeaderField.line($0.name, $0.value) }
      + ["MIME-Version: 1.0", "Content-Type: multipart/alternative;\r\n boundary=\"=_\(boundary)\"", ""]
      + part("plain", text) + part("html", html) + ["--=_\(boundary)--", ""]
    return Data(lines.joined(separator: "\r\n").utf8)
  }

  private func part(_ subtype: String, _ content: String) -> [String] {
    [
      "--=_\(boundary)", "Content-Type: text/\(subtype); charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable", "", QuotedPrintable.encode(content),
    ]
  }
}

/// RFC 5322, section 2.2 and RFC 2047: what is not printable ASCII becomes encoded words, so that no value can begin a
/// header of its own.
enum HeaderField {
  /// `Name: value`, folded to lines of at most 76 characters where there are spaces to fold at.
  static func line(_ name: String, _ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !value.contains("=?")
    return fold("\(name): " + (isPlain ? value : encodedWords(value)))
  }

  /// RFC 2047, section 2: words of at most 75 characters, none of which splits a character.
  private static func encodedWords(_ value: String) -> String {
    var chunks: [String] = [""]
    for scalar in value.unicodeScalars {
      if chunks[chunks.count - 1].utf8.count + scalar.utf8.count > bytesAWord { chunks.append("") }
      chunks[chunks.count - 1].unicodeScalars.append(scalar)
    }
    return chunks.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: " ")
  }

  /// 39 bytes are 52 in base64, which leaves room for the frame of a word, and for `Subject: ` before the first.
  private static let bytesAWord = 39

  /// Never folds right behind the name: a first line without a value is read as one that begins with a space.
  private static func fold(_ line: String) -> String {
    var folded = ""
    var width = 0
    for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let breaks = index > 1 && !word.isEmpty && width + 1 + word.count > 76
      folded += (breaks ? "\r\n " : index > 0 ? " " : "") + word
      width = (breaks ? 1 : width + min(index, 1)) + word.count
    }
    return folded
  }
}

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
