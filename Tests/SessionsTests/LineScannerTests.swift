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
    ("203.0.113.7 port 22 ssh2", "203.0.113.7", 22, " ssh2"), ("UNKNOWN port 65535", "UNKNOWN", 65535, ""),
    ("fe80::1%eth0 port 0", "fe80::1%eth0", 0, ""),
  ]) func `an endpoint is an address and a port`(text: String, address: String, port: UInt16, rest: String) {
    var line = LineScanner(text)
    let step9 = line.endpoint()
    #expect(step9 == Endpoint(address: address, port: port))
    #expect(line.rest == rest)
  }

  @Test(arguments: [
    "example.org port 22", "203.0.113.7 port 65536", "203.0.113.7 port -1", "203.0.113.7 port", "203.0.113.7 22",
    "203.0.113.7 port ²", "203.0.113.7  port 22", "",
  ]) func `what is no endpoint leaves the line as it was`(text: String) {
    var line = LineScanner(text)
    let step10 = line.endpoint()
    #expect(step10 == nil)
    #expect(line.rest == text)
  }
}
