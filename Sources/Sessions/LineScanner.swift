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

  /// Takes an address, which ends where its characters do.
  mutating func address() -> Substring? {
    let word = Substring(rest.utf8.prefix(while: \.isOfAddress))
    guard SourceAddress.isValid(word) else { return nil }
    rest = rest[word.endIndex...]
    return word
  }

  /// Takes decimal digits.
  mutating func digits() -> Substring? {
    let digits = Substring(rest.utf8.prefix(while: \.isDigit))
    guard !digits.isEmpty else { return nil }
    rest = rest[digits.endIndex...]
    return digits
  }

  /// Takes decimal digits that are a port.
  mutating func port() -> UInt16? {
    let start = rest
    guard let port = digits().flatMap({ UInt16($0) }) else {
      rest = start
      return nil
    }
    return port
  }
}

extension Substring {
  /// The places of a separator, also where two share a space: `x from` is a name, and so is `x (serial`.
  func places(of separator: String) -> [Range<Index>] {
    guard let first = separator.utf8.first else { return [] }
    var places: [Range<Index>] = []
    var rest = utf8
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: separator.utf8) {
        places.append(start..<rest.index(start, offsetBy: separator.utf8.count))
      }
      rest.removeFirst()
    }
    return places
  }
}
