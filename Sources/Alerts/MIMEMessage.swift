// A mail as bytes: RFC 5322 headers and a MIME multipart/alternative, text first, each part UTF-8 in quoted-printable.

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
    [
      "--=_\(boundary)", "Content-Type: text/\(subtype); charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable", "", QuotedPrintable.encode(content),
    ]
  }
}
