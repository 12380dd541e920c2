// What somebody else wrote and may stand in a command all the same. People paste commands into a shell as root, so nothing does
// but what is spelled in an alphabet that no shell reads anything into; bytes are looked at, never characters.

import Sessions

/// Words for a command, from what a log says. Each is nil where the text is not certainly harmless.
enum CommandWord {
  /// An account's name as useradd(8) has it by default: `[a-z_][a-z0-9_-]*$?`, of 32 bytes at most.
  static func user(_ name: String) -> String? {
    let stem = name.hasSuffix("$") ? name.dropLast() : name[...]
    guard (1...32).contains(name.utf8.count), let first = stem.utf8.first, !digitsAndDash.contains(first) else {
      return nil
    }
    return stem.utf8.allSatisfy(userBytes.contains) ? name : nil
  }

  /// logind's id of a session: `42`, `c1`.
  static func session(_ id: String) -> String? {
    (1...16).contains(id.utf8.count) && id.utf8.allSatisfy(alphanumerics.contains) ? id : nil
  }

  /// `SHA256:` and base64 without padding, or `MD5:` and hexadecimal digits, as long as such a digest is.
  static func fingerprint(_ text: String) -> String? {
    if text.utf8.count == 50, text.hasPrefix("SHA256:") {
      return text.utf8.dropFirst(7).allSatisfy(base64Bytes.contains) ? text : nil
    }
    guard text.utf8.count == 51, text.hasPrefix("MD5:") else { return nil }
    return text.utf8.dropFirst(4).allSatisfy(hexBytes.contains) ? text : nil
  }

  /// The serial of a certificate; nil for 0 as well, which is that of certificates without one.
  static func serial(_ text: String?) -> String? {
    guard let number = text.flatMap({ UInt64($0) }), number > 0 else { return nil }
    return "\(number)"
  }

  /// An address that one could be kept out from, with the family's name in nft(8); a scope is no part of it.
  static func source(_ address: String) -> (family: String, address: String)? {
    guard let number = IPAddress(address), !kept.contains(AddressScope(of: number)) else { return nil }
    let text = number.isIPv4 ? number.description : String(address.prefix { $0 != "%" })
    return text.utf8.allSatisfy(addressBytes.contains) ? (number.isIPv4 ? "ip" : "ip6", text) : nil
  }

  /// To keep these out is to cut the machine off from itself, or nothing at all.
  private static let kept: Set<AddressScope> = [.loopback, .unspecified, .multicast]

  private static let lowercase = "abcdefghijklmnopqrstuvwxyz"
  private static let digitsAndDash = Set("0123456789-".utf8)
  private static let userBytes = digitsAndDash.union((lowercase + "_").utf8)
  private static let alphanumerics = Set("\(lowercase)\(lowercase.uppercased())0123456789".utf8)
  private static let base64Bytes = alphanumerics.union("+/".utf8)
  private static let hexBytes = Set("0123456789abcdef:".utf8)
  private static let addressBytes = hexBytes.union("ABCDEF.".utf8)
}
