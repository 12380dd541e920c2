// What can go wrong at the edge to libsystemd: the call, its reason and what it was about.

import CSystemd
import Glibc

/// A call to libsystemd or the system that failed.
public struct JournalError: Error, Equatable, CustomStringConvertible {
  /// The function: `sd_journal_next`.
  public var call: String
  /// A positive errno.
  public var errno: Int32
  /// A path or a cursor.
  public var subject: String

  /// `'/var/log/journal/…/system.journal': Permission denied (open)`.
  public var description: String {
    "'\(subject)': \(String(cString: strerror(errno))) (\(call))"
  }

  /// What the reader can do about it, where that is known.
  public var hint: String? {
    switch errno {
    case EACCES, EPERM: "add the user that runs ssh-alertd to group 'systemd-journal', or run it as root"
    case EMFILE: "allow more watches on files: sysctl fs.inotify.max_user_instances=256"
    case ENOENT, ENOTDIR: "name a directory of journal files, such as /var/log/journal"
    default: nil
    }
  }

  /// True where what stands in the journal is at fault, and may stay so: a damaged file or a failing disk (systemd 43138,
  /// 43649, 21407).
  public var isOfContent: Bool {
    [EBADMSG, EIO, EADDRNOTAVAIL, EPROTONOSUPPORT, ESPIPE].contains(errno)
  }

  /// Passes on what a call returned, or throws what its negative errno says.
  @discardableResult
  static func check(_ result: Int32, _ call: String, _ subject: @autoclosure () -> String) throws(JournalError)
    -> Int32
  {
    guard result < 0 else { return result }
    throw JournalError(call: call, errno: -result, subject: subject())
  }
}
