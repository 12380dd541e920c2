// The name of a host where mail needs one: in an address, in a Message-ID, in a List-Id. ASCII, whatever it was before.

import Foundation

enum MailDomain {
  /// A name as the DNS has it; nil where it is none. RFC 5321, section 2.3.5; RFC 5890 for international ones. An underscore
  /// is let through within a label: hosts have such names.
  static func ascii(_ name: some StringProtocol) -> String? {
    let isPlain = name.unicodeScalars.allSatisfy { !$0.isASCII || isOfLabel($0) || $0 == "." }
    guard isPlain, name.utf8.count <= mostBytes, let ascii = encoded(String(name)) else { return nil }
    let labels = ascii.split(separator: ".", omittingEmptySubsequences: false)
    guard ascii.utf8.count <= mostBytes, labels.allSatisfy(isLabel) else { return nil }
    let looksLikeAddress = labels.count > 1 && labels.last?.allSatisfy(\.isNumber) == true
    return looksLikeAddress ? nil : ascii
  }

  /// Something of that kind for any host's name: what cannot stay becomes hyphens.
  static func of(host: String) -> String {
    if let domain = ascii(host) { return domain }
    let text = host.unicodeScalars.prefix(mostScalars).map { isOfLabel($0) || $0 == "." ? Character($0) : "-" }
    let labels = String(text).split(separator: ".").map { label in
      label.prefix(63).drop { !isEnd($0) }.reversed().drop { !isEnd($0) }.reversed().map { String($0) }.joined()
    }
    let domain = labels.filter { !$0.isEmpty }.joined(separator: ".")
    return domain.isEmpty ? "localhost" : domain
  }

  /// That of an address; where it has none or is no address, the host's.
  static func of(sender: String, on host: String) -> String {
    (try? MailAddress(sender))?.domain ?? of(host: host)  // What is wrong with it was said when it was configured.
  }

  private static let mostBytes = 253
  private static let mostScalars = 100

  /// Foundation's URLs know IDNA (UTS 46, without its transitional mappings, as libidn2 in libcurl does). What it refuses it
  /// escapes, and `%` is in no label.
  private static func encoded(_ name: String) -> String? {
    guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name }
    var url = URLComponents()
    url.scheme = "http"
    url.host = name
    return url.encodedHost
  }

  private static func isLabel(_ label: Substring) -> Bool {
    guard let first = label.first, let last = label.last, label.utf8.count <= 63 else { return false }
    return isEnd(first) && isEnd(last) && label.unicodeScalars.allSatisfy(isOfLabel)
  }

  private static func isEnd(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  private static func isOfLabel(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_")
  }
}
