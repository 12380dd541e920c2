// Where mail goes: `smtp://host:587`, `smtps://host:465` or `maildir:/path`.

import Foundation

/// The value of `mail.server`.
public enum RelayAddress: Equatable, Sendable, CustomStringConvertible {
  /// A server that speaks SMTP, its name in ASCII; `isImplicitTLS` for `smtps`.
  case smtp(host: String, port: Int, isImplicitTLS: Bool)
  /// A Maildir on this machine.
  case maildir(path: String)

  /// Reads the value; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("maildir:/") {
      self = .maildir(path: String(text.dropFirst("maildir:".count)))
      return
    }
    guard let url = URLComponents(string: text), let host = url.encodedHost, !host.isEmpty, url.user == nil,
      url.path.isEmpty || url.path == "/", url.query == nil, let ports = Self.ports[url.scheme ?? ""]
    else { return nil }
    let port = url.port ?? ports
    guard (1...65535).contains(port) else { return nil }
    self = .smtp(host: host, port: port, isImplicitTLS: url.scheme == "smtps")
  }

  private static let ports = ["smtp": 587, "smtps": 465]

  /// The value as it is written in the configuration.
  public var description: String {
    switch self {
    case .smtp(let host, let port, let isImplicitTLS): "\(isImplicitTLS ? "smtps" : "smtp")://\(host):\(port)"
    case .maildir(let path): "maildir:\(path)"
    }
  }

  /// True where no byte leaves the machine.
  public var isLoopback: Bool {
    guard case .smtp(let host, _, _) = self else { return true }
    let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    return name == "localhost" || name == "::1" || (isIPv4 && parts[0] == "127")
  }
}
