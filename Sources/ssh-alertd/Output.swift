// What a command prints. Unlike `print`, it notices that nobody takes it: an export onto a full disk must not look whole.

import Foundation

enum Output {
  /// Writes a line to standard output.
  static func line(_ text: String) throws {
    try write(Data((text + "\n").utf8), to: "-")
  }

  /// Writes to a file, or to standard output where it is `-`.
  static func write(_ data: Data, to path: String) throws {
    do {
      guard path == "-" else { return try data.write(to: URL(filePath: path)) }
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch {
      let reason = path == "-" ? String(cString: strerror(errno)) : "\(path): \(error.localizedDescription)"
      throw Complaint.fail(OutputError(reason: reason))
    }
  }
}

private struct OutputError: Error, CustomStringConvertible {
  var reason: String
  var description: String { "cannot write the output: \(reason)" }
}
