// What sshd and its monitor put around a line.

import Testing

@testable import Sessions

struct SSHDLineTests {
  @Test(arguments: [
    ("x", "x", false), ("error: x", "x", false), ("fatal: x", "x", false), ("x [preauth]", "x", true),
    ("error: x [preauth]", "x", true), ("error: fatal: x", "fatal: x", false), ("x error: y", "x error: y", false),
    ("error:x", "error:x", false), ("x [preauth] ", "x [preauth] ", false), ("x[preauth]", "x[preauth]", false),
    ("x [preauth] [preauth]", "x [preauth]", true), ("x [postauth]", "x [postauth]", false), ("", "", false),
    (" [preauth]", "", true), ("debug1: x", "debug1: x", false),
  ]) func `a prefix and the monitor's mark are taken off, once each`(message: String, text: String, isPreauth: Bool) {
    let line = SSHDLine(message)
    #expect(line.text == text)
    #expect(line.isPreauth == isPreauth)
  }

  @Test(arguments: [(499, false), (500, true), (501, true)])
  func `a line of 500 bytes has lost its end`(length: Int, isCut: Bool) {
    #expect(SSHDLine(String(repeating: "x", count: length)).isCut == isCut)
  }

  @Test func `bytes are counted, not characters`() {
    #expect(SSHDLine(String(repeating: "é", count: 250)).isCut)
  }

  @Test func `what the child wrote is escaped twice`() {
    let part = #"j\\303\\266rg"#[...]
    #expect(SSHDLine("x [preauth]").decoded(part) == "jörg")
    #expect(SSHDLine("x").decoded(part) == #"j\303\266rg"#)
  }
}
