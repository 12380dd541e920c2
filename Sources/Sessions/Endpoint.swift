// The other end of a connection, as sshd names it.

/// The other end of a connection. `UNKNOWN` and 65535 where it is not from a network.
public struct Endpoint: Hashable, Sendable {
  /// An IPv4 or IPv6 address, perhaps with a scope (`fe80::1%eth0`), or `UNKNOWN`.
  public var address: String
  /// The client's TCP port.
  public var port: UInt16

  /// Takes an address and a port.
  public init(address: String, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// Where failures are counted together: an IPv4 address by itself, an IPv6 address with its /64.
  public var network: String {
    SourceAddress.network(of: address)
  }
}
