// How a command fails: what is wrong, then what to do about it, on standard error, and a status that scripts can tell apart.

import ArgumentParser
import Daemon
import Foundation
import Journal
import Store

enum Complaint {
  /// sysexits.h, and 1 for the rest.
  enum Status: Int32 {
    case failure = 1
    /// EX_CONFIG: starting again would not help.
    case configuration = 78
  }

  /// Says what is wrong and gives the error that ends the command.
  private static func fail(_ text: String, hint: String? = nil, status: Status = .failure) -> ExitCode {
    say(["ssh-alertd: \(text)"] + (hint.map { ["hint: \($0)"] } ?? []))
    return ExitCode(status.rawValue)
  }

  /// The same for a configuration: a line a mistake, `file:line: …` from its first column, as editors look for it.
  static func fail(_ error: ConfigurationError) -> ExitCode {
    say([error.description])
    return ExitCode(Status.configuration.rawValue)
  }

  private static func say(_ lines: [String]) {
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// Does something, and says what is wrong where that fails.
  static func orFail(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw fail(error)
    }
  }

  /// The same for an error of a room, with the hint that it knows.
  static func fail(_ error: any Error) -> ExitCode {
    switch error {
    case let exit as ExitCode: exit
    case let error as ConfigurationError: fail(error)
    case let error as JournalError: fail("cannot read journal \(error)", hint: error.hint)
    case let error as StoreError:
      fail("\(error)", hint: error.hint, status: error.isLasting ? .configuration : .failure)
    default: fail(Store.reason(error))
    }
  }
}
