// How far an address reaches. Only what is global is somewhere on the map, and may be told to others.

/// What an address is for: IANA's registries of special-purpose addresses.
public enum AddressScope: String, Sendable, CaseIterable {
  /// Anywhere on the Internet.
  case global
  /// RFC 1918, RFC 4193, and the site-local addresses of old (RFC 3879); RFC 8215.
  case privateUse
  /// RFC 1122, RFC 4291.
  case loopback
  /// RFC 3927, RFC 4291.
  case linkLocal
  /// Between a provider's NAT and its customers: RFC 6598.
  case shared
  /// RFC 5737, RFC 3849, RFC 9637.
  case documentation
  /// RFC 1122, section 3.2.1.3; RFC 4291.
  case unspecified
  /// RFC 5771, RFC 4291.
  case multicast
  /// RFC 2544, RFC 5180.
  case benchmark
  /// All that nobody has been given to connect from.
  case reserved
  /// No address at all, such as sshd's `UNKNOWN`.
  case notAnAddress

  /// Tells the scope of an address.
  public init(of address: String) {
    self = IPAddress(address).map(Self.init(of:)) ?? .notAnAddress
  }

  /// The same for one that was read.
  public init(of address: IPAddress) {
    self = Self.ranges.first { $0.range.contains(address) }?.scope ?? .global
  }

  private static let ranges = table.flatMap { scope, texts in
    texts.compactMap { AddressRange($0).map { (range: $0, scope: scope) } }
  }

  /// The first that fits counts.
  static let table: [(AddressScope, [String])] = [
    (.loopback, ["127.0.0.0/8", "::1"]),
    (.unspecified, ["0.0.0.0/8", "::"]),
    (.privateUse, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10", "64:ff9b:1::/48"]),
    (.linkLocal, ["169.254.0.0/16", "fe80::/10"]),
    (.shared, ["100.64.0.0/10"]),
    (.documentation, ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]),
    (.benchmark, ["198.18.0.0/15", "2001:2::/48"]),
    (.multicast, ["224.0.0.0/4", "ff00::/8"]),
    // 192.88.99.0/24: RFC 7526. 2001:10::/28, 2001:20::/28: RFC 4843, RFC 7343, which are no addresses to route.
    (.reserved, ["192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001:10::/28", "2001:20::/28"]),
    // RFC 6052; RFC 4291, section 2.4: beside it only 2000::/3 is handed out.
    (.global, ["64:ff9b::/96", "2000::/3"]),
    (.reserved, ["::/0"]),
  ]
}
