// Secrets in what a server says.

import Curl
import Foundation
import Testing

struct RedactionTests {
  private let redaction = Redaction(["correct horse"])

  @Test(arguments: [
    ("535 wrong: correct horse", "535 wrong: ***"), ("correct horse", "***"), ("correct horsecorrect horse", "***"),
    ("535 cut off: correct ho", "535 cut off: ***"), ("ect horse battery", "*** battery"),
    ("535 nothing", "535 nothing"), ("correct", "correct"), ("", ""),
  ]) func `a secret is hidden, whole or in pieces`(text: String, shown: String) {
    #expect(redaction.applied(to: text) == shown)
  }

  @Test(arguments: ["", "\0", "\0u\0", "\0user\0", "user=me\u{1}auth=Bearer "])
  func `its base64 is hidden, whatever stands before and after it`(before: String) {
    for after in ["", "\u{1}\u{1}", "more"] {
      let base64 = Data("\(before)correct horse\(after)".utf8).base64EncodedString()
      let shown = redaction.applied(to: "535 \(base64)")
      #expect(shown.contains("***"))
      #expect(!shown.contains("Y29ycmVjdCBob3JzZ") && shown.count < 4 + base64.count - 8, "\(shown)")
    }
  }

  @Test func `a short secret is hidden as a whole`() {
    #expect(Redaction(["pw"]).applied(to: "535 pw") == "535 ***")
    #expect(Redaction(["pw"]).applied(to: "535 p w") == "535 p w")
  }

  @Test func `there may be several, and none`() {
    #expect(Redaction(["first one", "second one"]).applied(to: "first one, second one") == "***, ***")
    #expect(Redaction([""]).applied(to: "250 OK") == "250 OK")
    #expect(Redaction().applied(to: "250 OK") == "250 OK")
  }

  @Test func `bytes that are no text do no harm`() {
    #expect(redaction.applied(to: [0xff, 0x32]) == "\u{fffd}2")
  }
}
