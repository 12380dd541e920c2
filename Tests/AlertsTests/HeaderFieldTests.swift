// Header fields: folded, encoded, and no value that begins a header of its own.

import Foundation
import TestKit
import Testing

@testable import Alerts

struct HeaderFieldTests {
  @Test func `printable ASCII stays as it is`() {
    #expect(HeaderField("Subject", .text("alice logged in to web1")).line == "Subject: alice logged in to web1")
  }

  @Test(arguments: ["a\r\nBcc: evil@example.org", "a\nBcc: evil@example.org", "a\rBcc: evil", "a\0b"])
  func `no value begins a header of its own`(value: String) {
    let line = HeaderField("Subject", .text(value)).line
    #expect(!line.contains("Bcc"))
    #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }

  @Test func `text that looks like an encoded word is encoded itself`() {
    let line = HeaderField("Subject", .text("=?utf-8?Q?alice?=")).line
    #expect(line == "Subject: =?utf-8?B?PT91dGYtOD9RP2FsaWNlPz0=?=")
  }

  @Test(arguments: [
    String(repeating: "word ", count: 60), String(repeating: "ö", count: 200), String(repeating: "😀 ", count: 90),
    "double  spaces " + String(repeating: "a  b", count: 40),
  ]) func `long values are folded to 76 characters, each line with something on it`(value: String) {
    let lines = HeaderField("Subject", .text(value)).line.components(separatedBy: "\r\n")
    #expect(lines.count > 1)
    for line in lines {
      #expect(line.utf8.count <= 76)
      #expect(line.contains { $0 != " " })
    }
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
  }

  @Test func `an encoded word has at most 75 characters and splits none`() throws {
    let words = HeaderField("Subject", .text(String(repeating: "a😀", count: 60))).line.split { " \r\n".contains($0) }
      .dropFirst()
    for word in words {
      #expect(word.utf8.count <= 75)
      let base64 = word.dropFirst("=?utf-8?B?".count).dropLast("?=".count)
      let data = try #require(Data(base64Encoded: String(base64)))
      #expect(String(data: data, encoding: .utf8) != nil)
    }
  }

  @Test(arguments: [
    ("ssh-alertd on web1", "\"ssh-alertd on web1\""), ("a \"b\" \\c", #""a \"b\" \\c""#),
    ("wëb1", "=?utf-8?B?d8OrYjE=?="), ("=?utf-8?Q?x?=", "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?="),
    ("a\r\nBcc: x", "=?utf-8?B?YQ0KQmNjOiB4?="),
  ]) func `a name is a quoted string or encoded words, and what follows it is not encoded`(name: String, phrase: String)
  {
    #expect(HeaderField("From", .named(name, id: "a@b")).line == "From: \(phrase) <a@b>")
  }

  @Test func `what stands in brackets cannot leave them`() {
    #expect(HeaderField("To", .id("a@b>,\r\n <c@d\0")).line == "To: <a@b,c@d>")
    #expect(HeaderField("To", .id("jörg@example.org")).line == "To: <jörg@example.org>")
  }
}
