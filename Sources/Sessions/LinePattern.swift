// The shape of a log line, written as one reads it: `Failed {method} for [invalid user ]{user} from {address} port {port}
// ssh2{text}`. What is in brackets may be missing. A name can hold anything, also what looks like the rest of the line: so a
// match tells whether there was another way to read it.

/// A pattern of literals, fields and options.
struct LinePattern: Sendable {
  /// A part that differs from line to line.
  enum Field: String {
    /// A method of auth2.c, perhaps with its submethod.
    case method
    /// An IPv4 or IPv6 address, or `UNKNOWN`.
    case address
    /// 0 to 65535.
    case port
    /// An address and a port as the listener writes them, `[203.0.113.7]:22`.
    case socket
    /// Any number of digits.
    case number
    /// The name of a terminal, `pts/0`.
    case tty
    /// Anything up to a space.
    case word
    /// Anything, also nothing.
    case user, text
  }

  private indirect enum Piece: Sendable {
    case literal(String)
    case field(Field)
    case optional([Piece])

    func isField(_ wanted: Field) -> Bool {
      if case .field(let field) = self { field == wanted } else { false }
    }
  }

  /// What the fields of a line hold.
  struct Match: Equatable {
    var method: Substring?
    var user: Substring?
    var address: Substring?
    var port: UInt16?
    var tty: Substring?
    /// What stands behind the rest.
    var text: Substring?
    /// True where the line can be read with another address.
    var isAmbiguous = false
  }

  private let pieces: [Piece]
  /// What each line of this shape begins with.
  let start: String

  init(_ pattern: String) {
    var rest = pattern[...]
    pieces = Self.parse(&rest)
    if case .literal(let text)? = pieces.first { start = text } else { start = "" }
  }

  /// Reads a pattern up to its end, or the bracket that ends an option.
  private static func parse(_ rest: inout Substring) -> [Piece] {
    var pieces: [Piece] = []
    while let first = rest.first, first != "]" {
      switch first {
      case "{":
        let name = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(name.count + 2)
        pieces.append(.field(Field(rawValue: String(name)) ?? .text))
      case "[":
        rest = rest.dropFirst()
        pieces.append(.optional(parse(&rest)))
        rest = rest.dropFirst()
      default:
        let literal = rest.prefix { !"{[]".contains($0) }
        rest = rest.dropFirst(literal.count)
        pieces.append(.literal(String(literal)))
      }
    }
    return pieces
  }

  /// Reads a whole line: the first way from the left.
  func match(_ line: Substring) -> Match? {
    guard line.utf8.starts(with: start.utf8) else { return nil }
    var found: Match?
    Self.solve(pieces[...], LineScanner(line), Match()) { match in
      guard let first = found else {
        found = match
        return true
      }
      found?.isAmbiguous = match.address != first.address || match.port != first.port
      return found?.isAmbiguous == false
    }
    return found
  }

  /// Reads a line that has lost its end: the fields before the first free text, which is what is left.
  func matchStart(_ line: Substring) -> Match? {
    guard let last = pieces.firstIndex(where: { $0.isField(.user) }) ?? pieces.firstIndex(where: { $0.isField(.text) })
    else { return nil }
    var found: Match?
    Self.solve(pieces[...last], LineScanner(line), Match()) { match in
      found = match
      return false
    }
    return found
  }

  /// Hands out each way to read the rest of a line, until `take` wants no more.
  /// - Returns: false once it wants no more.
  @discardableResult
  private static func solve(
    _ pieces: ArraySlice<Piece>, _ line: LineScanner, _ match: Match, _ take: (Match) -> Bool
  ) -> Bool {
    guard let piece = pieces.first else { return line.rest.isEmpty ? take(match) : true }
    var line = line
    switch piece {
    case .literal(let text):
      return line.skip(text) ? solve(pieces.dropFirst(), line, match, take) : true
    case .optional(let inner):
      return solve(inner + pieces.dropFirst(), line, match, take) && solve(pieces.dropFirst(), line, match, take)
    case .field(let field):
      guard field == .user || field == .text else {
        var match = match
        return match.take(field, &line) ? solve(pieces.dropFirst(), line, match, take) : true
      }
      return solveText(field, pieces.dropFirst(), line, match, take)
    }
  }

  /// Text ends wherever what follows it can begin.
  private static func solveText(
    _ field: Field, _ pieces: ArraySlice<Piece>, _ line: LineScanner, _ match: Match, _ take: (Match) -> Bool
  ) -> Bool {
    guard case .literal(let next)? = pieces.first else {
      return take(match.with(field, line.rest))
    }
    for place in line.rest.places(of: next) {
      let found = match.with(field, line.rest[..<place.lowerBound])
      guard solve(pieces.dropFirst(), LineScanner(line.rest[place.upperBound...]), found, take) else { return false }
    }
    return true
  }
}

extension LinePattern.Match {
  fileprivate func with(_ field: LinePattern.Field, _ text: Substring) -> Self {
    var match = self
    if field == .user { match.user = text } else { match.text = text }
    return match
  }

  /// Takes a field that ends by itself. The first address of a line is the one that counts.
  fileprivate mutating func take(_ field: LinePattern.Field, _ line: inout LineScanner) -> Bool {
    switch field {
    case .method:
      guard let word = line.word(), AuthenticationMethod.isKnown(word) else { return false }
      method = word
    case .address:
      guard let word = line.address() else { return false }
      address = address ?? word
    case .port:
      guard let number = line.port() else { return false }
      port = port ?? number
    case .socket:
      guard line.skip("["), let word = line.address(), line.skip("]:"), let number = line.port() else { return false }
      address = address ?? word
      port = port ?? number
    case .number: return line.digits() != nil
    case .tty:
      guard let word = line.word(), word.utf8.count <= 32,
        word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/") })
      else { return false }
      tty = word
    case .word: return line.word() != nil
    case .user, .text: return false
    }
    return true
  }
}
