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

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("2001:db8::7", "2001:db8::/64"), ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
    ("2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("1:2:3:4::", "1:2:3:4::/64"), ("::1", "::/64"), ("::", "::/64"),
    ("1::", "1::/64"), ("0:0:0:5::1", "0:0:0:5::/64"), ("fe80::1%eth0", "fe80::/64"), ("fe80::1%2", "fe80::/64"),
    ("::ffff:203.0.113.7", "203.0.113.7"), ("::ffff:cb00:7107", "203.0.113.7"),
    ("64:ff9b::203.0.113.7", "64:ff9b::/64"),
    ("1:2:3:4:5:6:203.0.113.7", "1:2:3:4::/64"), ("UNKNOWN", "UNKNOWN"), ("", ""),
  ]) func `an IPv6 address is counted with its /64, an IPv4 address by itself`(address: String, network: String) {
    #expect(SourceAddress.network(of: address) == network)
    #expect(Endpoint(address: address, port: 1).network == network)
  }

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.0/24"), ("::ffff:203.0.113.7", "203.0.113.0/24"), ("2001:db8::7", "2001:db8::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("UNKNOWN", "UNKNOWN"),
  ]) func `the neighbourhood of an address is its /24 or /64`(address: String, network: String) {
    #expect(SourceAddress.neighbourhood(of: address) == network)
  }

  @Test func `addresses that are written differently are of one network`() {
    let all = ["2001:db8::1", "2001:0db8::1", "2001:db8:0:0:0:0:0:1", "2001:DB8::0001", "2001:db8:0::1"]
    #expect(Set(all.map(SourceAddress.network)).count == 1)
  }
}
