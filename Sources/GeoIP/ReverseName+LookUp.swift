// The system's resolver: getnameinfo(3), and getaddrinfo(3) to see whether the name leads back.

import Glibc
public import Sessions

extension ReverseName {
  /// RFC 1035, section 2.3.4.
  private static let longestName = 253
  private static let longestLabel = 63
  /// A name may have any number of addresses.
  private static let mostAddresses = 100

  /// The name that an address has, and that has the address. Blocks for as long as the resolver likes.
  public static func lookUp(_ address: IPAddress) -> String? {
    guard let name = claimedName(of: address), isHostName(name), addresses(of: name).contains(address) else {
      return nil
    }
    return name
  }

  /// What the owner of the address says; checked by nobody yet.
  private static func claimedName(of address: IPAddress) -> String? {
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let status = address.withSocketAddress {
      getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, NI_NAMEREQD)
    }
    guard status == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func addresses(of name: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &first) == 0, let first else { return [] }
    defer { freeaddrinfo(first) }
    return sequence(first: first) { $0.pointee.ai_next }.prefix(mostAddresses).compactMap { entry in
      entry.pointee.ai_addr.flatMap { IPAddress($0) }
    }
  }

  /// True for letters, digits, hyphens, underscores and dots, with one dot at the least: a name without one would be looked up in
  /// the domains of this machine, and one of digits alone be taken for an address.
  static func isHostName(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard name.utf8.count <= longestName, labels.count > 1, IPAddress(name) == nil else { return false }
    return labels.allSatisfy { (1...longestLabel).contains($0.count) && $0.allSatisfy(isOfLabel) }
  }

  private static func isOfLabel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
