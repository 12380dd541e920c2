// Which addresses are one neighbour's.

extension SourceAddress {
  /// Where failures are counted together: an IPv4 address by itself, an IPv6 address with its /64, since that is what one
  /// customer has.
  static func network(of address: String) -> String {
    guard let groups = ipv6Groups(address) else { return address }
    return ipv4Mapped(groups) ?? prefix64(groups)
  }

  /// Who is near enough to be no stranger: the /24 of an IPv4 address, the /64 of an IPv6 address.
  public static func neighbourhood(of address: String) -> String {
    let network = network(of: address)
    guard isIPv4(network[...].utf8) else { return network }
    return network.split(separator: ".").dropLast().joined(separator: ".") + ".0/24"
  }

  private static func prefix64(_ groups: [UInt16]) -> String {
    var kept = groups.prefix(4)
    while kept.last == 0 { kept.removeLast() }
    return kept.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
  }

  /// RFC 4291, section 2.5.5.2.
  private static func ipv4Mapped(_ groups: [UInt16]) -> String? {
    guard groups.prefix(5).allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF else { return nil }
    return groups.suffix(2).map { "\($0 >> 8).\($0 & 0xFF)" }.joined(separator: ".")
  }

  /// The eight groups of an address, without its scope; nil for what is none.
  private static func ipv6Groups(_ address: String) -> [UInt16]? {
    let text = address.prefix { $0 != "%" }
    guard isIPv6(text.utf8) else { return nil }
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false).map(groups)
    guard halves.count == 2 else { return halves[0] }
    return halves[0] + [UInt16](repeating: 0, count: 8 - halves[0].count - halves[1].count) + halves[1]
  }

  private static func groups(_ half: Substring) -> [UInt16] {
    half.split(separator: ":").flatMap { group -> [UInt16] in
      guard group.contains(".") else { return [UInt16(group, radix: 16) ?? 0] }
      let bytes = group.split(separator: ".").map { UInt16($0) ?? 0 }
      return [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
    }
  }
}
