// What keeps the database from being used, in words for the person who has to mend it.

/// A database that cannot be used.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  /// The file is something else.
  case notADatabase(path: String)
  /// The file is the database of another program.
  case foreign(path: String)
  /// A newer ssh-alertd made it.
  case tooNew(path: String, version: Int, known: Int)
  /// SQLite's own words.
  case cannotOpen(path: String, reason: String)

  /// Names the file and what is wrong with it.
  public var description: String {
    switch self {
    case .notADatabase(let path): "database '\(path)' is no SQLite database; it was left as it is"
    case .foreign(let path): "database '\(path)' belongs to another program; it was left as it is"
    case .tooNew(let path, let version, let known):
      "database '\(path)' has version \(version), made by a newer ssh-alertd; this one knows versions up to \(known)"
    case .cannotOpen(let path, let reason): "cannot open database '\(path)': \(reason)"
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .notADatabase, .foreign: "move the file away, or name another one with the key 'database'"
    case .tooNew: "install that newer ssh-alertd again, or move the file away to start a new record"
    case .cannotOpen: "the directory must exist and belong to the user that runs ssh-alertd"
    }
  }
}
