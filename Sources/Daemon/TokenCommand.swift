// `mail.token_command`: a program that prints a bearer token. It is run when there is no token yet, and when the server has
// refused the one that there is: they live for an hour or so.

import Processes
import Sessions
import Synchronization

/// A program that prints a token, and the last one that it printed. All servers of a list share it.
final class TokenCommand: Sendable {
  private let words: [String]
  private let patience: Duration
  private let last = Mutex<String?>(nil)

  /// Takes the program and its arguments.
  /// - Parameter patience: how long it may run; all mail waits for it.
  init(_ words: [String], patience: Duration = .seconds(10)) {
    self.words = words
    self.patience = patience
  }

  /// The token.
  /// - Parameter refused: what the server has just refused.
  /// - Throws: `BearerTokenError` with the program's words on standard error.
  func token(insteadOf refused: String?) throws(BearerTokenError) -> String {
    try last.withLock { last throws(BearerTokenError) in
      if let last, last != refused { return last }
      last = nil
      let token = try run()
      last = token
      return token
    }
  }

  private func run() throws(BearerTokenError) -> String {
    let outcome = try outcome()
    guard outcome.end == .exited(0) else { throw problem("\(outcome.end)\(saying(outcome.errors))") }
    let line = outcome.output.prefix { $0 != 10 && $0 != 13 }
    do {
      return try BearerToken(String(decoding: line, as: UTF8.self)).text
    } catch {
      throw problem("printed something else: \(error)\(saying(outcome.errors))")
    }
  }

  private func outcome() throws(BearerTokenError) -> BoundedCommand.Outcome {
    do {
      return try BoundedCommand(words, patience: patience).run()
    } catch {
      throw problem("\(error)")
    }
  }

  private func saying(_ errors: [UInt8]) -> String {
    let text = String(decoding: errors, as: UTF8.self).split(separator: "\n").joined(separator: " ")
    return text.isEmpty ? "" : ": \(text.printable(limit: 300))"
  }

  private func problem(_ text: String) -> BearerTokenError {
    BearerTokenError(description: "token command '\(words[0].printable())' \(text)")
  }
}
