// How another program can fail us, apart from its own exit status.

import Glibc

/// Why nothing came of a command.
public enum CommandError: Error, Equatable, CustomStringConvertible {
  /// posix_spawn(3) or what goes before it failed with this number.
  case notStarted(errno: Int32)
  /// It ran on for so long, and was killed.
  case tooSlow(Duration)
  /// It wrote more than so many bytes, and was killed.
  case tooTalkative(limit: Int)

  /// What to say after its name.
  public var description: String {
    switch self {
    case .notStarted(let errno): "cannot be started: \(String(cString: strerror(errno)))"
    case .tooSlow(let patience): "was still running after \(patience / .seconds(1)) s"
    case .tooTalkative(let limit): "wrote more than \(limit) bytes"
    }
  }
}
