// Addresses that begin alike: RFC 4632 for IPv4, RFC 4291, section 2.3, for IPv6.

/// A range of addresses: `192.0.2.0/24`, `2001:db8::/32`, or a single one.
public struct AddressRange: Hashable, Sendable {
  private let first: IPAddress
  /// Of the 128 bits.
  private let length: Int

  /// Reads `address/length`, or an address alone. What stands behind the length in the address is of no account, nor is a scope.
  /// A range of IPv4 may be written as IPv6: `::ffff:192.0.2.0/120`. Nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(parts[0]) else { return nil }
    let isDotted = address.isIPv4 && !parts[0].contains(":")
    guard let length = parts.count == 1 ? (isDotted ? 32 : 128) : Self.length(parts[1], atMost: isDotted ? 32 : 128)
    else { return nil }
    self.length = isDotted ? 96 + length : length
    first = IPAddress(bits: address.bits & Self.mask(self.length))
  }

  private static func length(_ text: Substring, atMost limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit), let length = Int(text) else { return nil }
    return length <= limit ? length : nil
  }

  private static func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : ~UInt128(0) << UInt128(128 - length)
  }

  /// True for a range of IPv4 addresses.
  public var isIPv4: Bool { first.isIPv4 && length >= 96 }

  /// True where the address is in the range. IPv4 is in ranges of IPv4 only: `::/0` is all of IPv6.
  public func contains(_ address: IPAddress) -> Bool {
    address.isIPv4 == isIPv4 && address.bits & Self.mask(length) == first.bits
  }

  /// The same for a text; what is no address is in no range.
  public func contains(_ address: String) -> Bool {
    IPAddress(address).map(contains) ?? false
  }
}
