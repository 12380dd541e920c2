// What may stand where sshd writes an address: it is the one thing that tells where a user's text ends.

/// Tells addresses from other words, by the text alone.
enum SourceAddress {
  /// True for an IPv4 or IPv6 address, perhaps with a scope, and for sshd's `UNKNOWN`.
  static func isValid(_ word: Substring) -> Bool {
    if word == "UNKNOWN" || isIPv4(word) { return true }
    let parts = word.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    return isIPv6(parts[0]) && (parts.count == 1 || isScope(parts[1]))
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { isDecimal($0) && UInt8($0) != nil }
  }

  /// RFC 4291, section 2.2: eight groups, `::` once for a run of zeros, the last two perhaps as IPv4.
  private static func isIPv6(_ text: Substring) -> Bool {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    let counts = halves.enumerated().map { groupCount($1, isLast: $0 == halves.count - 1) }
    guard halves.count <= 2, !counts.contains(nil) else { return false }
    let total = counts.reduce(0) { $0 + ($1 ?? 0) }
    return halves.count == 2 ? total < 8 : total == 8
  }

  private static func groupCount(_ half: Substring, isLast: Bool) -> Int? {
    guard !half.isEmpty else { return 0 }
    let groups = half.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = groups.last else { return nil }
    guard groups.dropLast().allSatisfy(isHexGroup) else { return nil }
    if isHexGroup(last) { return groups.count }
    return isLast && isIPv4(last) ? groups.count + 1 : nil
  }

  private static func isHexGroup(_ group: Substring) -> Bool {
    (1...4).contains(group.utf8.count) && group.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  private static func isDecimal(_ part: Substring) -> Bool {
    (1...3).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static func isScope(_ scope: Substring) -> Bool {
    !scope.isEmpty && scope.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
  }
}
