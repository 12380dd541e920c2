// What follows `ssh2: ` on the line of a login by key: auth2-pubkey.c and auth.c, `format_method_key()`.
//
//     TYPE FP[, METHOD-INFO]                                            a plain key
//     TYPE-CERT FP ID KEYID (serial N) CA CATYPE CAFP[, METHOD-INFO]    a certificate, 7.9 and later
//     TYPE-CERT ID KEYID (serial N) CA CATYPE CAFP[, METHOD-INFO]       a certificate, up to 7.8
//
// KEYID is free text, which can look like any of this.

/// The key that a login used.
public struct KeyUse: Hashable, Sendable, Codable {
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
