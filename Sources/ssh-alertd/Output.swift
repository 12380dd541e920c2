// What a command prints. Unlike `print`, it notices that nobody takes it: an export onto a full disk must not look whole.

import Foundation

enum Output {
  /// Writes a line to standard output.
  static func line(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw Complaint.fail(OutputError(reason: String(cString: strerror(errno))))
    }
  }
}

private struct OutputError: Error, CustomStringConvertible {
  var reason: String
  var description: String { "cannot write the output: \(reason)" }
}
