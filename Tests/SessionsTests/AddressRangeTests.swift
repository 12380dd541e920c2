// Which addresses begin alike.

import Testing

@testable import Sessions

struct AddressRangeTests {
  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.3.0"),
    ("192.0.2.77/24", "192.0.2.0", "192.0.2.255", "192.0.1.255"),
    ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "11.0.0.0"), ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "::"),
    ("203.0.113.7", "203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8"),
    ("203.0.113.6/31", "203.0.113.6", "203.0.113.7", "203.0.113.8"),
    ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
    ("fe80::1%eth0/10", "fe80::1%eth1", "febf::", "fec0::"),
    ("2001:db8::7", "2001:db8::7", "2001:db8:0::7", "2001:db8::8"),
    ("::ffff:192.0.2.0/120", "192.0.2.0", "192.0.2.255", "192.0.3.0"), ("::/0", "::", "ffff::", "192.0.2.1"),
    ("::/64", "::1", "::ffff:ffff:ffff:ffff", "192.0.2.1"), ("::ffff:0:0/96", "0.0.0.0", "255.255.255.255", "::"),
  ]) func `a range has its first and last address, and none beside`(
    text: String, first: String, last: String, other: String
  )
    throws
  {
    let range = try #require(AddressRange(text))
    #expect(range.contains(first))
    #expect(range.contains(last))
    #expect(!range.contains(other))
  }

  @Test(arguments: [
    "", "/", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+8", "192.0.2.0/8/8", "192.0.2.0/٨",
    "192.0.2.0 /8",
    "2001:db8::/129", "192.0.2/24", "example.org/24", "UNKNOWN", "192.0.2.0/255.255.255.0", "192.0.2.0/0000",
  ]) func `nothing else is a range`(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test(arguments: ["UNKNOWN", "", "192.0.2"]) func `what is no address is in no range`(text: String) throws {
    #expect(try !#require(AddressRange("0.0.0.0/0")).contains(text))
    #expect(try !#require(AddressRange("::/0")).contains(text))
  }
}
