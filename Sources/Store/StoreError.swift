// What keeps the database from being used, in words for the person who has to mend it.

/// A database that cannot be used.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  /// There is none, where one is only to be read.
  case missing(path: String)
  /// The file is something else.
  case notADatabase(path: String)
  /// The file is the database of another program.
  case foreign(path: String)
  /// Another daemon works on it.
  case inUse(path: String)
  /// A newer ssh-alertd made it.
  case tooNew(path: String, version: Int, known: Int)
  /// Somebody else holds a lock on it, and has held it for some seconds.
  case locked(path: String)
  /// SQLite's own words.
  case cannotOpen(path: String, reason: String)

  /// Names the file and what is wrong with it.
  public var description: String {
    switch self {
    case .missing(let path): "there is no record yet: database '\(path)' does not exist"
    case .notADatabase(let path): "database '\(path)' is no SQLite database; it was left as it is"
    case .foreign(let path): "database '\(path)' belongs to another program; it was left as it is"
    case .inUse(let path): "another ssh-alertd works on database '\(path)'"
    case .tooNew(let path, let version, let known):
      "database '\(path)' has version \(version), made by a newer ssh-alertd; this one knows versions up to \(known)"
    case .locked(let path): "database '\(path)' is locked by another program"
    case .cannotOpen(let path, let reason): "cannot open database '\(path)': \(reason)"
    }
  }

  /// True where trying again is of no use until somebody has done something about it.
  public var isLasting: Bool {
    switch self {
    case .notADatabase, .foreign, .tooNew: true
    case .missing, .inUse, .locked, .cannotOpen: false
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .missing: "the daemon makes it when it first runs; with a configuration of its own, name that with --config"
    case .notADatabase, .foreign: "move the file away, or name another one with the key 'database'"
    case .inUse: "stop that one first (systemctl stop ssh-alertd), or name another database"
    case .tooNew: "install that newer ssh-alertd again, or move the file away to start a new record"
    case .locked: "end the transaction there: COMMIT or ROLLBACK in sqlite3"
    case .cannotOpen: "the directory must exist, and the user that runs this must be allowed to use the file"
    }
  }
}
