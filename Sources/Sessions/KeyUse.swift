// What follows `ssh2: ` on the line of a login by key: auth2-pubkey.c and auth.c, `format_method_key()`.
//
//     TYPE FP[, METHOD-INFO]                                            a plain key
//     TYPE-CERT FP ID KEYID (serial N) CA CATYPE CAFP[, METHOD-INFO]    a certificate, 7.9 and later
//     TYPE-CERT ID KEYID (serial N) CA CATYPE CAFP[, METHOD-INFO]       a certificate, up to 7.8
//
// KEYID is free text, which can look like any of this.

/// The key that a login used.
public struct KeyUse: Equatable, Sendable {
  /// `ED25519`, `RSA-CERT`, `ECDSA-SK`… (sshkey.c, `sshkey_type`).
  public var type: String
  /// `SHA256:…` or `MD5:…`; absent for certificates up to OpenSSH 7.8.
  public var fingerprint: String?
  /// Where the key was a certificate.
  public var certificate: Certificate?

  /// Takes the parts.
  public init(type: String, fingerprint: String?, certificate: Certificate? = nil) {
    self.type = type
    self.fingerprint = fingerprint
    self.certificate = certificate
  }

  /// Reads what stands behind `ssh2: `; nil where that is no key.
  /// - Parameters:
  ///   - isCut: true when the line has lost its end.
  ///   - isHostbased: true where METHOD-INFO ends in text that the client chose.
  init?(_ extra: Substring, isCut: Bool, isHostbased: Bool = false) {
    var line = LineScanner(extra)
    guard let type = line.word(), type.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "-") })
    else { return nil }
    self.type = String(type)
    if line.skip(" "), !line.rest.hasPrefix("ID "), let word = line.word() {
      let text = word.hasSuffix(",") ? word.dropLast() : word
      guard text.contains(":") else { return nil }
      fingerprint = String(text)
      _ = line.skip(" ")
    }
    if line.skip("ID ") { certificate = Certificate(line.rest, isCut: isCut, isHostbased: isHostbased) }
    if fingerprint == nil && certificate == nil { return nil }
  }
}

/// An OpenSSH certificate, as the log tells of it (PROTOCOL.certkeys).
public struct Certificate: Equatable, Sendable {
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
