// Why a file of keys is not read.

import Glibc

/// What is wrong with a file, in the words of sshd where it says it as well.
public enum KeyFileFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// A FIFO, a device, a directory.
  case notRegular
  /// Larger than `StrictFile.longest`.
  case tooLarge
  /// Somebody else than the user and root could have written the file, or a directory above it.
  case unsafe(String)
  /// The user himself could not read it.
  case notHis(String)
  /// A call failed with this number.
  case call(String, errno: Int32)

  /// What to say after its name.
  public var description: String {
    switch self {
    case .notRegular: "no regular file"
    case .tooLarge: "larger than \(StrictFile.longest) bytes"
    case .unsafe(let path): "bad ownership or modes for '\(path)'"
    case .notHis(let path): "the user may not read '\(path)'"
    case .call(let call, let errno): "\(String(cString: strerror(errno))) (\(call))"
    }
  }
}
