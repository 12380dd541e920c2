// How far addresses reach.

import Testing

@testable import Sessions

struct AddressScopeTests {
  @Test(
    arguments: [
      ("10.1.2.3", .privateUse), ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse),
      ("192.168.1.1", .privateUse),
      ("fd00::1", .privateUse), ("fec0::1", .privateUse), ("64:ff9b:1::1", .privateUse),
      ("127.0.0.1", .loopback), ("127.255.0.1", .loopback), ("::1", .loopback), ("::ffff:127.0.0.1", .loopback),
      ("169.254.1.1", .linkLocal), ("fe80::1%eth0", .linkLocal), ("100.64.0.1", .shared), ("100.127.255.255", .shared),
      ("192.0.2.1", .documentation), ("198.51.100.1", .documentation), ("203.0.113.7", .documentation),
      ("2001:db8::1", .documentation), ("3fff:fff::1", .documentation), ("0.0.0.0", .unspecified), ("::", .unspecified),
      ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("ff02::1", .multicast), ("198.18.0.1", .benchmark),
      ("2001:2::1", .benchmark), ("192.0.0.1", .reserved), ("240.0.0.1", .reserved), ("255.255.255.255", .reserved),
      ("::5", .reserved), ("100::1", .reserved), ("4000::1", .reserved), ("5f00::1", .reserved),
      ("2001:20::1", .reserved),
      ("UNKNOWN", .notAnAddress), ("", .notAnAddress),
    ] as [(String, AddressScope)]) func `what is not on the Internet is known`(address: String, scope: AddressScope)
  {
    #expect(AddressScope(of: address) == scope)
  }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "198.20.0.1",
    "203.0.112.255", "203.0.114.0", "223.255.255.255", "81.2.69.142", "::ffff:8.8.8.8", "2a00:1450::1", "2001:db9::1",
    "64:ff9b::808:808", "2000::", "3ffe:ffff::1",
  ]) func `all else is global`(address: String) {
    #expect(AddressScope(of: address) == .global)
  }

  @Test func `each range in the table is one`() {
    for text in AddressScope.table.flatMap(\.1) { #expect(AddressRange(text) != nil, "\(text)") }
  }
}
