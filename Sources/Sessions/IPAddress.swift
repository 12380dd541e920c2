// An address as a number, so that ranges and neighbours can be told by arithmetic. IPv4 is what RFC 4291, section 2.5.5.2, makes
// of it, `::ffff:203.0.113.7`: however a log writes an address, it is one value.

/// An IPv4 or IPv6 address, without a scope.
public struct IPAddress: Hashable, Sendable {
  /// The 128 bits, the first one on the left.
  let bits: UInt128

  /// Takes the bits.
  init(bits: UInt128) {
    self.bits = bits
  }

  /// Reads an address; a scope such as `%eth0` is dropped. Nil for what is none, `UNKNOWN` too.
  public init?(_ text: some StringProtocol) {
    let word = Substring(text)
    if SourceAddress.isIPv4(word.utf8) {
      self.init(bits: Self.mappedPrefix | UInt128(Self.ipv4(word)))
    } else if word.utf8.contains(UInt8(ascii: ":")), SourceAddress.isValid(word) {
      self.init(groups: Self.ipv6Groups(word.prefix { $0 != "%" }))
    } else {
      return nil
    }
  }

  /// Takes bytes in network order: 4 of IPv4, 16 of IPv6; nil for any other number of them.
  public init?(bytes: [UInt8]) {
    guard [4, 16].contains(bytes.count) else { return nil }
    self.init(bits: bytes.reduce(bytes.count == 4 ? Self.mappedPrefix >> 32 : 0) { $0 << 8 | UInt128($1) })
  }

  private init(groups: [UInt16]) {
    self.init(bits: groups.reduce(0) { $0 << 16 | UInt128($1) })
  }

  /// `::ffff:0.0.0.0`.
  private static let mappedPrefix: UInt128 = 0xFFFF << 32

  /// True for IPv4, also where it was written as IPv6.
  public var isIPv4: Bool { bits >> 32 == Self.mappedPrefix >> 32 }

  /// The bytes in network order: 4 of IPv4, 16 of IPv6.
  public var bytes: [UInt8] {
    (isIPv4 ? 0..<4 : 0..<16).reversed().map { UInt8(truncatingIfNeeded: bits >> (8 * UInt128($0))) }
  }

  /// The eight groups.
  var groups: [UInt16] {
    (0..<8).reversed().map { UInt16(truncatingIfNeeded: bits >> (16 * UInt128($0))) }
  }

  // MARK: Text

  private static func ipv4(_ text: Substring) -> UInt32 {
    text.split(separator: ".").reduce(0) { $0 << 8 | (UInt32($1) ?? 0) }
  }

  private static func ipv6Groups(_ text: Substring) -> [UInt16] {
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false).map(groups)
    guard halves.count == 2 else { return halves[0] }
    return halves[0] + [UInt16](repeating: 0, count: 8 - halves[0].count - halves[1].count) + halves[1]
  }

  private static func groups(_ half: Substring) -> [UInt16] {
    half.split(separator: ":").flatMap { group -> [UInt16] in
      guard group.contains(".") else { return [UInt16(group, radix: 16) ?? 0] }
      let number = ipv4(group)
      return [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// `203.0.113.7`, also of a mapped one; `2001:db8:0:0:0:0:0:7`, with each group.
  public var description: String {
    isIPv4
      ? bytes.map(String.init).joined(separator: ".")
      : groups.map { String($0, radix: 16) }.joined(separator: ":")
  }
}
