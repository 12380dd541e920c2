// The database as the daemon opens it.

import Foundation
import Logging
import Store

extension Store {
  /// Opens the database, and makes its directory where that is missing, for nobody else to look into. Waits for a lock that
  /// somebody else holds, a person at `sqlite3` say.
  static func opening(_ path: String, logger: Logger) throws -> Store {
    let directory = URL(filePath: path).deletingLastPathComponent().path
    // What cannot be made shows when the database is opened, with SQLite's reason.
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try waitingForLock(logger) { try Store(path: path) }
  }

  /// Does something again until the database is not locked. Each try waits some seconds by itself.
  static func waitingForLock<Result>(_ logger: Logger, _ body: () throws -> Result) throws -> Result {
    var failures = FailureLog(logger, doing: "use the database")
    while true {
      do {
        let result = try body()
        failures.succeeded()
        return result
      } catch  where Store.isLocked(error) {
        failures.failed(error)
      }
    }
  }
}
