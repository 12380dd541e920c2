// A dialogue with a mail server, as a person reads it. The server's words are anybody's: shown so that a terminal is safe.

import Curl
import Sessions

enum Transcript {
  /// Characters of a line that are shown.
  private static let longestLine = 200

  /// `C:` for us, `S:` for the server, `*` for what libcurl tells of the connection.
  static func line(_ line: DialogueLine) -> String {
    switch line {
    case .sent(let text): "C: \(text.printable(limit: longestLine))"
    case .received(let text): "S: \(text.printable(limit: longestLine))"
    case .uploaded(let count): "C: (\(count) bytes of mail)"
    case .note(let text): "*  \(text.printable(limit: longestLine))"
    }
  }
}
