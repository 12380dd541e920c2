// Which addresses are one neighbour's.

extension SourceAddress {
  /// Where failures are counted together: an IPv4 address by itself, an IPv6 address with its /64, since that is what one
  /// customer has.
  static func network(of address: String) -> String {
    guard let address = IPAddress(address) else { return address }
    return address.isIPv4 ? address.description : prefix64(address)
  }

  /// Who is near enough to be no stranger: the /24 of an IPv4 address, the /64 of an IPv6 address.
  public static func neighbourhood(of address: String) -> String {
    guard let address = IPAddress(address) else { return address }
    return address.isIPv4 ? address.bytes.dropLast().map { "\($0)." }.joined() + "0/24" : prefix64(address)
  }

  private static func prefix64(_ address: IPAddress) -> String {
    var kept = address.groups.prefix(4)
    while kept.last == 0 { kept.removeLast() }
    return kept.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
  }
}
