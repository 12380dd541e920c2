// A whole message, as Python's email package reads it.

import Foundation
import TestKit
import Testing

@testable import Alerts

/// What Python's email package makes of a message.
struct ParsedMail: Decodable {
  var headers: [String: String]
  var types: [String]
  var parts: [String]
  var defects: [String]

  init(_ bytes: Data) throws {
    let script = """
      import email, email.policy, json, sys
      mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      parts = [part for part in mail.walk() if not part.is_multipart()]
      defects = [d for part in mail.walk() for d in part.defects] + [d for v in mail.values() for d in v.defects]
      print(json.dumps({
        "headers": {name: str(value) for name, value in mail.items()}, "types": [p.get_content_type() for p in parts],
        "parts": [p.get_content() for p in parts], "defects": [repr(d) for d in defects]}))
      """
    self = try JSONDecoder().decode(Self.self, from: Command.run("python3", ["-c", script], input: bytes))
  }
}

struct MIMEMessageTests {
  private static func make(subject: String = "x", text: String = "text\n", html: String = "<p>x\n") -> MIMEMessage {
    MIMEMessage(
      headers: [HeaderField("From", .id("a@example.org")), HeaderField("Subject", .text(subject))], text: text,
      html: html,
      boundary: "b1")
  }

  @Test func `its parts and headers come back equal, without defects`() throws {
    let subject = "jörg 😀 logged in from a place with a long name, " + String(repeating: "ö", count: 100)
    let message = Self.make(
      subject: subject,
      text: "Grüße, = und  \n.\n--=_b1--\n\n" + String(repeating: "long ", count: 100) + "\n",
      html: "<p>jörg &amp; co</p>\n")
    let mail = try ParsedMail(message.bytes)
    #expect(mail.defects == [])
    #expect(mail.types == ["text/plain", "text/html"])
    #expect(mail.parts.map { $0.replacing("\r\n", with: "\n") } == [message.text, message.html])
    #expect(mail.headers["Subject"] == subject)
    #expect(mail.headers["MIME-Version"] == "1.0")
  }

  @Test(arguments: [("plain = words\n", "quoted-printable"), ("漢字\n", "base64"), ("", "quoted-printable")])
  func `a part has the encoding that is shorter`(text: String, encoding: String) throws {
    let bytes = Self.make(text: String(repeating: text, count: 50)).bytes
    let mail = try ParsedMail(bytes)
    #expect(mail.defects == [] && mail.parts[0].replacing("\r\n", with: "\n") == String(repeating: text, count: 50))
    #expect(
      String(decoding: bytes, as: UTF8.self).contains(
        "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: \(encoding)"))
  }

  @Test func `each line ends in CRLF and is short and ASCII`() {
    let bytes = Self.make(subject: "ö\r\nX: y", text: String(repeating: "ö", count: 999) + "\rx").bytes
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.last == "")
    for line in lines {
      #expect(line.utf8.count <= 78)
      #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 })
    }
  }

  @Test func `a value that holds a line end adds no header`() throws {
    let mail = try ParsedMail(Self.make(subject: "x\r\nBcc: evil@example.org\r\n\r\nbody").bytes)
    #expect(Set(mail.headers.keys) == ["From", "Subject", "MIME-Version", "Content-Type"])
    #expect(mail.parts.count == 2)
  }
}
