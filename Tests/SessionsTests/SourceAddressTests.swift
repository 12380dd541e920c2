// Which words are addresses.

import Testing

@testable import Sessions

struct SourceAddressTests {
  @Test(arguments: [
    "0.0.0.0", "203.0.113.7", "255.255.255.255", "::", "::1", "1::", "2001:db8::7", "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8", "fe80::1%eth0", "fe80::1%2", "fe80::1%br-lan.5_x", "::ffff:203.0.113.7", "64:ff9b::1.2.3.4",
    "1:2:3:4:5:6:1.2.3.4", "ABCD::ef01", "UNKNOWN",
  ]) func `an address is known by its form`(word: String) {
    #expect(SourceAddress.isValid(word[...]))
  }

  @Test(arguments: [
    "", "localhost", "example.org", "unknown", "203.0.113", "203.0.113.7.1", "203.0.113.256", "203.0.113.0007",
    "203..113.7",
    "203.0.113.-7", "203.0.113.7 ", "٢٠٣.0.113.7", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::", "12345::", "g::1", "1:", ":1", "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%",
    "fe80::1%eth 0", "fe80::1%eth0%1", "fe80::1%<b>", "%eth0", "203.0.113.7%eth0",
  ]) func `no other word is one`(word: String) {
    #expect(!SourceAddress.isValid(word[...]))
  }
}
