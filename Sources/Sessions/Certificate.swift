// The certificate that a login used. Its KEYID is free text, which can look like any other part of the line.

/// An OpenSSH certificate, as the log tells of it (PROTOCOL.certkeys).
public struct Certificate: Hashable, Sendable, Codable {
  /// The key id: free text that the CA chose.
  public var id: String
  /// Up to 2^64-1, so as text; absent when the line has lost its end.
  public var serial: String?
  /// Fingerprint of the CA's key; absent when the line has lost its end.
  public var authority: String?

  /// Takes the parts.
  public init(id: String, serial: String?, authority: String?) {
    self.id = id
    self.serial = serial
    self.authority = authority
  }

  /// Reads `KEYID (serial N) CA CATYPE CAFP`: the last such ending counts, since KEYID comes before it. With hostbased
  /// the client's text comes behind it, so there it is the first one that `, client user "` follows.
  ///
  /// Of a line that was cut only the id is taken: an ending that is still there may be KEYID's own.
  init(_ text: Substring, isCut: Bool, isHostbased: Bool = false) {
    let endings = isCut ? [] : text.places(of: " (serial ").compactMap { Ending(text, at: $0) }
    let ending = isHostbased ? endings.first { $0.rest.hasPrefix(" client user \"") } : endings.last
    id = SSHDEscapes.decode(text[..<(ending?.start ?? text.endIndex)])
    serial = ending?.serial
    authority = ending?.authority
  }

  private struct Ending {
    var start: Substring.Index
    var serial: String
    var authority: String
    /// METHOD-INFO.
    var rest: Substring

    init?(_ text: Substring, at separator: Range<Substring.Index>) {
      var line = LineScanner(text[separator.upperBound...])
      guard let number = line.word(), number.hasSuffix(")"), UInt64(number.dropLast()) != nil, line.skip(" CA "),
        line.word() != nil, line.skip(" "), let fingerprint = line.word()
      else { return nil }
      let hasMore = fingerprint.hasSuffix(",")
      guard hasMore || line.rest.isEmpty else { return nil }
      rest = line.rest
      start = separator.lowerBound
      serial = String(number.dropLast())
      authority = String(hasMore ? fingerprint.dropLast() : fingerprint)
    }
  }
}
