// Which service is asked, and how.

import Foundation
import Sessions

/// How to ask ipinfo.io: https://ipinfo.io/developers.
public struct PlaceServiceSettings: Sendable {
  /// What is asked for.
  public enum Edition: String, Sendable, CaseIterable {
    /// City and position: `https://ipinfo.io/ADDRESS/json`, with a token or, for a few addresses a day, without.
    case standard
    /// Country and network, as often as one likes, with a token only: `https://api.ipinfo.io/lite/ADDRESS`.
    case lite

    /// Where it is.
    public var server: String {
      switch self {
      case .standard: "https://ipinfo.io"
      case .lite: "https://api.ipinfo.io/lite"
      }
    }
  }

  /// What is asked for.
  public var edition: Edition
  /// Secret; nil where none is needed.
  public var token: String?
  /// What stands before the address in the URL.
  public var server: String
  /// PEM certificates to trust instead of the system's.
  public var caFile: String?
  /// How long an answer may take, with everything.
  public var limit: Duration

  /// Takes all of them.
  public init(
    _ edition: Edition, token: String?, server: String? = nil, caFile: String? = nil, limit: Duration = .seconds(3)
  ) {
    (self.edition, self.token, self.caFile, self.limit) = (edition, token, caFile, limit)
    self.server = server ?? edition.server
  }

  /// A setting that cannot be used.
  public enum Fault: Error, Equatable, CustomStringConvertible {
    /// The server is no `https://` URL.
    case server(String)
    /// The token is nothing that a header can hold; it is not shown.
    case token
    /// There is none, where the edition needs one.
    case missingToken

    /// What is wrong, and what would be right.
    public var description: String {
      switch self {
      case .server(let url):
        "'\(url.printable())' is no URL such as https://ipinfo.io (http:// is for this machine only)"
      case .token: "the token has characters that no token has: spaces, line ends, or others than ASCII's"
      case .missingToken: "IPinfo Lite needs a token: https://ipinfo.io/signup"
      }
    }
  }

  /// - Throws: what cannot be used.
  public func check() throws(Fault) {
    guard let url = URLComponents(string: server), Self.isSafe(url) else { throw .server(server) }
    if edition == .lite, token == nil { throw .missingToken }
    if let token, token.isEmpty || !token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { throw .token }
  }

  /// True where nobody is asked but this machine.
  var isLoopback: Bool { URLComponents(string: server).map(Self.isLoopback) ?? false }

  private static func isSafe(_ url: URLComponents) -> Bool {
    guard url.host?.isEmpty == false, url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
      return false
    }
    return url.scheme == "https" || (url.scheme == "http" && isLoopback(url))
  }

  private static func isLoopback(_ url: URLComponents) -> Bool {
    let host = (url.host ?? "").trimmingCharacters(in: ["[", "]"])
    return host == "localhost" || AddressScope(of: host) == .loopback
  }

  /// The URL of an address, which is an address and nothing else.
  func url(of address: IPAddress) -> String {
    switch edition {
    case .standard: "\(server)/\(address)/json"
    case .lite: "\(server)/\(address)"
    }
  }
}
