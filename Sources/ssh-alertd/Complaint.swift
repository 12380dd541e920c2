// How a command fails: what is wrong, then what to do about it, on standard error, and a status that scripts can tell apart.

import ArgumentParser
import Daemon
import Foundation
import Journal
import Logging
import Store

struct Complaint {
  /// What is wrong. A configuration has a line a mistake, `file:line: …` from its first column, as editors look for it.
  var text: String
  /// What to do about it, where that is known.
  var hint: String?
  var status = Status.failure

  /// sysexits.h, and 1 for the rest.
  enum Status: Int32 {
    case failure = 1
    /// EX_CONFIG: starting again would not help.
    case configuration = 78
  }

  /// What an error of a room says, with the hint that it knows.
  init(_ error: any Error) {
    switch error {
    case let error as ConfigurationError: (text, status) = (error.description, .configuration)
    case let error as JournalError: (text, hint) = ("ssh-alertd: cannot read journal \(error)", error.hint)
    case let error as StoreError:
      (text, hint) = ("ssh-alertd: \(error)", error.hint)
      if error.isLasting { status = .configuration }
    default: text = "ssh-alertd: \(Store.reason(error))"
    }
  }

  /// Does something, and says what is wrong where that fails.
  static func orFail(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw fail(error)
    }
  }

  /// Says what is wrong, and gives the error that ends the command.
  /// - Parameter log: the daemon's, whose complaint is an entry where that goes to the journal.
  static func fail(_ error: any Error, to log: Logger? = nil) -> ExitCode {
    if let exit = error as? ExitCode { return exit }
    let complaint = Complaint(error)
    if let log, Logger.isOfJournal { complaint.say(to: log) } else { complaint.say() }
    return ExitCode(complaint.status.rawValue)
  }

  private var lines: [String] {
    [text] + (hint.map { ["hint: \($0)"] } ?? [])
  }

  private func say() {
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  }

  private func say(to log: Logger) {
    let words = lines.flatMap { $0.split(separator: "\n") }.joined(separator: "; ")
    log.log(.error, .startFailed, "cannot start: \(words)")
  }
}
