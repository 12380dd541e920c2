// What may stand where sshd writes an address: it is the one thing that tells where a user's text ends.

/// Tells addresses from other words, by the text alone.
enum SourceAddress {
  /// True for an IPv4 or IPv6 address, perhaps with a scope, and for sshd's `UNKNOWN`.
  static func isValid(_ word: Substring) -> Bool {
    if isIPv4(word.utf8) || word == "UNKNOWN" { return true }
    let parts = word.utf8.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    return isIPv6(parts[0]) && (parts.count == 1 || isScope(parts[1]))
  }

  static func isIPv4(_ text: Substring.UTF8View) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy(isOctet)
  }

  /// RFC 4291, section 2.2: eight groups, `::` once for a run of zeros, the last two perhaps as IPv4.
  private static func isIPv6(_ text: Substring.UTF8View) -> Bool {
    let halves = Substring(text).split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    let counts = halves.enumerated().map { groupCount($1.utf8, isLast: $0 == halves.count - 1) }
    guard halves.count <= 2, !counts.contains(nil) else { return false }
    let total = counts.reduce(0) { $0 + ($1 ?? 0) }
    return halves.count == 2 ? total < 8 : total == 8
  }

  private static func groupCount(_ half: Substring.UTF8View, isLast: Bool) -> Int? {
    guard !half.isEmpty else { return 0 }
    let groups = half.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard let last = groups.last, groups.dropLast().allSatisfy(isHexGroup) else { return nil }
    if isHexGroup(last) { return groups.count }
    return isLast && isIPv4(last) ? groups.count + 1 : nil
  }

  private static func isHexGroup(_ group: Substring.UTF8View) -> Bool {
    (1...4).contains(group.count) && group.allSatisfy(\.isHexDigit)
  }

  /// 0 to 255, in at most three digits.
  private static func isOctet(_ part: Substring.UTF8View) -> Bool {
    (1...3).contains(part.count) && part.allSatisfy(\.isDigit) && UInt8(Substring(part)) != nil
  }

  private static func isScope(_ scope: Substring.UTF8View) -> Bool {
    !scope.isEmpty && scope.allSatisfy { $0.isOfAddress && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "%") }
  }
}

// MARK: Networks

extension SourceAddress {
  /// Where failures are counted together: an IPv4 address by itself, an IPv6 address with its /64, since that is what one
  /// customer has.
  static func network(of address: String) -> String {
    guard let groups = ipv6Groups(address) else { return address }
    return ipv4Mapped(groups) ?? prefix64(groups)
  }

  /// Who is near enough to be no stranger: the /24 of an IPv4 address, the /64 of an IPv6 address.
  static func neighbourhood(of address: String) -> String {
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
