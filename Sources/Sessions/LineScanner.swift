// The few moves that reading a log line takes. It never fails: a move that does not fit leaves the line as it was.

/// Reads a line from its start.
struct LineScanner {
  private(set) var rest: Substring

  init(_ line: some StringProtocol) {
    rest = Substring(line)
  }

  /// Steps over a literal.
  mutating func skip(_ literal: String) -> Bool {
    guard rest.utf8.starts(with: literal.utf8) else { return false }
    rest = rest[rest.utf8.index(rest.startIndex, offsetBy: literal.utf8.count)...]
    return true
  }

  /// Takes what stands before the next space or the end; nil where that is nothing.
  mutating func word() -> Substring? {
    let end = rest.utf8.firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
    guard end > rest.startIndex else { return nil }
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  /// Takes `ADDR port N`, as sshd names the other end of a connection (packet.c, `sshpkt_fmt_connection_id`).
  mutating func endpoint() -> Endpoint? {
    let start = rest
    guard let address = word(), SourceAddress.isValid(address), skip(" port "), let port = number() else {
      rest = start
      return nil
    }
    return Endpoint(address: String(address), port: port)
  }

  /// Takes decimal digits, as long as they fit.
  private mutating func number() -> UInt16? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard let number = UInt16(digits) else { return nil }
    rest = rest[digits.endIndex...]
    return number
  }
}

extension Substring {
  /// The places of a separator, also where two share a space: `x from` is a name, and so is `x (serial`.
  func places(of separator: String) -> [Range<Index>] {
    indices.compactMap { start in
      self[start...].utf8.starts(with: separator.utf8)
        ? start..<utf8.index(start, offsetBy: separator.utf8.count) : nil
    }
  }
}
