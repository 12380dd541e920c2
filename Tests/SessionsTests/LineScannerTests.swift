// The moves that reading a line takes.

import Testing

@testable import Sessions

struct LineScannerTests {
  @Test func `a literal that is there is stepped over`() {
    var line = LineScanner("Accepted password")
    let step1 = line.skip("Accepted ")
    #expect(step1)
    #expect(line.rest == "password")
  }

  @Test func `a literal that is not there leaves the line as it was`() {
    var line = LineScanner("Accepted password")
    let step2 = line.skip("Failed ")
    #expect(!step2)
    let step3 = line.skip("Accepted password ")
    #expect(!step3)
    #expect(line.rest == "Accepted password")
  }

  @Test func `a word ends at a space or with the line`() {
    var line = LineScanner("one two")
    let step4 = line.word()
    #expect(step4 == "one")
    let step5 = line.word()
    #expect(step5 == nil)
    let step6 = line.skip(" ")
    #expect(step6)
    let step7 = line.word()
    #expect(step7 == "two")
    let step8 = line.word()
    #expect(step8 == nil)
  }

  @Test(arguments: [
    ("203.0.113.7 port 22 ssh2", "203.0.113.7", " port 22 ssh2"), ("UNKNOWN port 65535", "UNKNOWN", " port 65535"),
    ("fe80::1%eth0", "fe80::1%eth0", ""), ("203.0.113.7]:22", "203.0.113.7", "]:22"), ("::1, pid", "::1", ", pid"),
    ("203.0.113.7é", "203.0.113.7", "é"),
  ]) func `an address ends where its characters do`(text: String, address: String, rest: String) {
    var line = LineScanner(text)
    let found = line.address()
    #expect(found ?? "" == address)
    #expect(line.rest == rest)
  }

  @Test(arguments: [
    "example.org port 22", "203.0.113.7x port 22", "203.0.113.7: closed", " 203.0.113.7", "203.0.113 port 22", "",
  ]) func `what is no address leaves the line as it was`(text: String) {
    var line = LineScanner(text)
    let found = line.address()
    #expect(found == nil)
    #expect(line.rest == text)
  }

  @Test(arguments: [("22 ssh2", 22, " ssh2"), ("65535", 65535, ""), ("0: closed", 0, ": closed")])
  func `a port is digits up to 65535`(text: String, port: UInt16, rest: String) {
    var line = LineScanner(text)
    let found = line.port()
    #expect(found == port)
    #expect(line.rest == rest)
  }

  @Test(arguments: ["65536", "-1", "", " 22", "²", "٢٢", "99999999999999999999"])
  func `what is no port leaves the line as it was`(text: String) {
    var line = LineScanner(text)
    let found = line.port()
    #expect(found == nil)
    #expect(line.rest == text)
  }

  @Test func `a separator is found at each place, also where two share a space`() {
    let text = "a from from b"[...]
    #expect(text.places(of: " from ").map { text[..<$0.lowerBound] } == ["a", "a from"])
    #expect(text.places(of: " to ").isEmpty)
  }
}
