// What may stand where sshd writes an address: it is the one thing that tells where a user's text ends.

/// Tells addresses from other words, by the text alone.
public enum SourceAddress {
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
  static func isIPv6(_ text: Substring.UTF8View) -> Bool {
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
