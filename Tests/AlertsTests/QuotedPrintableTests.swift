// Quoted-printable: short ASCII lines, from which Python reads the same text again.

import Foundation
import TestKit
import Testing

@testable import Alerts

struct QuotedPrintableTests {
  @Test(arguments: [
    ("plain text", "plain text"), ("1 = 1", "1 =3D 1"), ("jörg", "j=C3=B6rg"), ("a\nb", "a\r\nb"), ("a\r\nb", "a\r\nb"),
    ("end \nx\t\n", "end=20\r\nx=09\r\n"), ("a\rb", "a=0Db"), ("\0\u{7F}", "=00=7F"), ("", ""), ("=_x", "=3D_x"),
  ]) func `what is not printable ASCII is written by its number`(text: String, encoded: String) {
    #expect(QuotedPrintable.encode(text) == encoded)
  }

  @Test(arguments: [74, 75, 76, 77, 150, 151, 152, 500]) func `lines have at most 76 characters`(count: Int) {
    for unit in ["a", " ", "ö", "="] {
      let lines = QuotedPrintable.encode(String(repeating: unit, count: count)).components(separatedBy: "\r\n")
      #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") })
    }
  }

  @Test func `Python reads the same text again`() throws {
    let text = (0x20...0x17F).compactMap { UnicodeScalar($0) }.map { String($0) }.joined() + "\n.\n..\n \nFrom x\n😀  \t"
    let script = "import sys, quopri; sys.stdout.buffer.write(quopri.decodestring(sys.stdin.buffer.read()))"
    let data = try Command.run("python3", ["-c", script], input: Data(QuotedPrintable.encode(text).utf8))
    #expect(String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n") == text)
  }
}
