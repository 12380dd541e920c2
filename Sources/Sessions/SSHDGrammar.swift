// sshd's grammar as one table: what OpenSSH 7.2 to 10.x says of sessions and failures, and where. It stands in
// SSHDGrammar+Sessions.swift, SSHDGrammar+Failures.swift and SSHDGrammar+Silent.swift, in this order; the first row that fits
// counts.

/// Finds what a line of sshd is.
enum SSHDGrammar {
  static let rows: [SSHDMessage] = sessions + failures + silent

  /// The rows by the first word of their lines, which each pattern begins with.
  private static let index = Dictionary(grouping: rows) { firstWord($0.pattern.start[...]) }

  /// The row of a line, and what its fields hold.
  static func find(_ line: SSHDLine) -> (row: SSHDMessage, match: LinePattern.Match)? {
    for row in index[firstWord(line.text)] ?? [] {
      if let match = row.match(line) { return (row, match) }
    }
    return nil
  }

  /// The row of a failure whose line was cut: what is left of it, a name perhaps, and no address that could be relied on.
  static func findCut(_ line: SSHDLine) -> (row: SSHDMessage, match: LinePattern.Match)? {
    for row in index[firstWord(line.text)] ?? [] {
      if case .failed = row.meaning, let match = row.pattern.matchStart(line.text) { return (row, match) }
    }
    return nil
  }

  private static func firstWord(_ text: Substring) -> Substring {
    text.utf8.firstIndex(of: UInt8(ascii: " ")).map { text[..<$0] } ?? text
  }
}
