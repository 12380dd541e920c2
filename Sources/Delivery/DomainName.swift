// Names of the DNS in any script: RFC 5890. libcurl would convert them only where the process has a locale, which a daemon has not.

import Foundation

/// Writes domains as the DNS has them.
public enum DomainName {
  /// The name in ASCII, each label that needs it as `xn--…`; unchanged where that cannot be done.
  public static func ascii(_ name: String) -> String {
    guard !name.utf8.allSatisfy({ $0 < 128 }) else { return name }
    return URLComponents(string: "smtp://\(name)")?.encodedHost ?? name
  }
}
