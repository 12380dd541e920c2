// A mail as bytes: RFC 5322 headers and a MIME multipart/alternative, text first, each part UTF-8 in quoted-printable,
// or in base64 where that is shorter, as it is for most scripts but the Latin one.

import Foundation

/// A mail with a text and an HTML part.
struct MIMEMessage {
  /// In order. They are folded and encoded here.
  var headers: [HeaderField]
  var text: String
  var html: String
  /// What parts the parts: must occur in neither, which QuotedPrintable sees to, since it never writes `=_`.
  var boundary: String

  /// The whole message with CRLF line ends.
  var bytes: Data {
    let lines =
      headers.map(\.line)
      + ["MIME-Version: 1.0", "Content-Type: multipart/alternative;\r\n boundary=\"=_\(boundary)\"", ""]
      + part("plain", text) + part("html", html) + ["--=_\(boundary)--", ""]
    return Data(lines.joined(separator: "\r\n").utf8)
  }

  private func part(_ subtype: String, _ content: String) -> [String] {
    let (encoding, lines) = Self.encode(content)
    return [
      "--=_\(boundary)", "Content-Type: text/\(subtype); charset=utf-8", "Content-Transfer-Encoding: \(encoding)", "",
      lines,
    ]
  }

  /// RFC 2045, section 6: whichever is shorter. Base64 is a third longer than its bytes, and has lines of 76 characters; it
  /// never writes `=_` either.
  private static func encode(_ content: String) -> (encoding: String, lines: String) {
    let quoted = QuotedPrintable.encode(content)
    guard quoted.utf8.count > content.utf8.count * 3 / 2 else { return ("quoted-printable", quoted) }
    let lines = Data(content.utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    return ("base64", lines)
  }
}
