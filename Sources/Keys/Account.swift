// A user of this machine, and what he may do with a file: passwd(5), group(5), path_resolution(7).

import Glibc

/// A user as the user database knows him.
struct Account: Equatable {
  var name: String
  var uid: uid_t
  /// His home directory.
  var home: String
  /// All groups he is in.
  var groups: Set<gid_t>
  /// The group that has his name and nobody else in it.
  var ownGroup: gid_t?

  /// True where only he and root can change what has this status. Debian's sshd takes a user's own group for the user
  /// (its user-group-modes.patch), and umask 002 is common there.
  func isGuarded(_ status: stat) -> Bool {
    guard status.st_uid == uid || status.st_uid == 0, status.st_mode & 0o002 == 0 else { return false }
    return status.st_mode & 0o020 == 0 || status.st_gid == ownGroup
  }

  /// True where he may read a file, or look a name up in a directory (`right` 1), that has this status.
  func may(_ right: mode_t, _ status: stat) -> Bool {
    if uid == 0 { return true }
    let shift = status.st_uid == uid ? 6 : groups.contains(status.st_gid) ? 3 : 0
    return (status.st_mode >> shift) & right != 0
  }

  static let read: mode_t = 4
  static let search: mode_t = 1
}
