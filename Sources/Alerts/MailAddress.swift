// A mail address as a configuration may name it: `user@host`, the name of a local account, UTF-8 on either side of the @, or
// an address literal. What it holds cannot end it in a command or a header: no quoted strings, no spaces, no brackets.

import Foundation

/// RFC 5321, section 4.1.2, without quoted strings; RFC 6531, section 3.3 for what is not ASCII.
public struct MailAddress: Hashable, Sendable {
  /// Before the @, as it was written.
  public let localPart: String
  /// Behind the @, in ASCII: a name, with `xn--` where it is an international one, or a literal in brackets; nil for a
  /// local account.
  public let domain: String?

  /// Why a text is no address, in words that go on from `'…' is no mail address: `.
  public enum Flaw: String, Error, CustomStringConvertible {
    /// RFC 5321, section 4.5.3.1.
    case length = "it is too long: 254 bytes at the most, 64 of them before the @"
    /// Before the @.
    case localPart = "before the @ there must be letters, digits and such, with single dots between them"
    /// Behind the @.
    case domain = "behind the @ there must be a host's name, or its address in brackets such as [192.0.2.1]"

    /// The words.
    public var description: String { rawValue }
  }

  /// Reads an address.
  public init(_ text: String) throws(Flaw) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    localPart = String(parts[0])
    guard localPart.utf8.count <= 64, text.utf8.count <= 254 else { throw .length }
    guard Self.isDotString(localPart) else { throw .localPart }
    guard parts.count == 2 else {
      domain = nil
      return
    }
    guard let domain = Self.literal(parts[1]) ?? MailDomain.ascii(parts[1]) else { throw .domain }
    self.domain = domain
    guard self.text.utf8.count <= 254 else { throw .length }
  }

  /// `user@domain` as commands and headers have it: ASCII but for a local part that is not.
  public var text: String {
    domain.map { "\(localPart)@\($0)" } ?? localPart
  }

  private static func isDotString(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.unicodeScalars.allSatisfy(isOfAtom)
    }
  }

  /// RFC 5322, section 3.2.3, `atext`, and what can be seen of the rest of Unicode.
  private static func isOfAtom(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else {
      return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return scalar != "\u{FFFD}"
    }
  }

  /// RFC 5321, section 4.1.3.
  private static func literal(_ text: Substring) -> String? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let inside = String(text.dropFirst().dropLast())
    guard !inside.utf8.contains(0) else { return nil }
    if inside.lowercased().hasPrefix("ipv6:") {
      var address = in6_addr()
      return inet_pton(AF_INET6, String(inside.dropFirst(5)), &address) == 1 ? String(text) : nil
    }
    var address = in_addr()
    return inet_pton(AF_INET, inside, &address) == 1 ? String(text) : nil
  }
}
