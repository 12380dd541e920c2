// One daemon a database: two would each send every mail.

import Foundation

/// Held while a daemon works on a database; ends with the process, however that ends.
public final class StoreLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, flock(2) on a file beside the database: on the database itself SQLite's own locks would suffer.
  /// - Throws: `StoreError.inUse` where another process has it, `StoreError.cannotOpen` where the file cannot be made.
  public init(of database: String) throws(StoreError) {
    descriptor = open("\(database).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: database, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .inUse(path: database)
    }
  }

  deinit {
    close(descriptor)
  }
}
