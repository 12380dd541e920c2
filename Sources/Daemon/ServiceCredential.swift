// What the service manager hands over: `LoadCredential=` and `SetCredential=` of systemd.exec(5). It alone can read what it was
// loaded from, and the daemon sees it in a file of its own, in memory.

import Foundation

/// A credential that the daemon knows.
enum ServiceCredential: String {
  case password = "mail-password"
  case token = "mail-token"
  case placeToken = "ipinfo-token"

  /// Where the credentials are; nil where there is no service manager, or it has none for us.
  static var directory: String? { ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] }

  /// Where it is; nil where it is not there, or its first line is empty: the unit sets one that is, so that it starts without.
  var path: String? {
    guard let path = Self.directory.map({ "\($0)/\(rawValue)" }), let file = FileHandle(forReadingAtPath: path) else {
      return nil
    }
    // What cannot be read is not there: the service manager would not have put it there.
    let start = (try? file.read(upToCount: 1)) ?? Data()
    return start.isEmpty || start == Data([10]) ? nil : path
  }
}
