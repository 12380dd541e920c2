// Addresses as numbers.

import Testing

@testable import Sessions

struct IPAddressTests {
  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("::FFFF:cb00:7107", "203.0.113.7"),
    ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "0:0:0:0:0:0:0:0"),
    ("::1", "0:0:0:0:0:0:0:1"), ("2001:DB8::7", "2001:db8:0:0:0:0:0:7"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("fe80::1%eth0", "fe80:0:0:0:0:0:0:1"), ("64:ff9b::1.2.3.4", "64:ff9b:0:0:0:0:102:304"), ("1::", "1:0:0:0:0:0:0:0"),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
  ]) func `an address is one value, however it is written`(text: String, written: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == written)
    #expect(IPAddress(written) == address)
    #expect(IPAddress(bytes: address.bytes) == address)
    #expect(address.isIPv4 == !written.contains(":"))
  }

  @Test(arguments: [
    "", "UNKNOWN", "example.org", "203.0.113", "203.0.113.256", "203.0.113.7%eth0", "1::2::3", ":", "fe80::1%",
  ])
  func `no other word is an address`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `bytes are in network order`() {
    #expect(IPAddress("203.0.113.7")?.bytes == [203, 0, 113, 7])
    #expect(IPAddress("2001:db8::7")?.bytes == [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
    #expect(IPAddress(bytes: [1, 2, 3]) == nil)
    #expect(IPAddress(bytes: []) == nil)
  }
}
