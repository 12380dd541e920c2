import ArgumentParser
import Daemon
import Journal

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Print the logins in a recorded journal, in the order of login; write nothing.")

  @Option(help: ArgumentHelp("A directory of journal files, or of one such directory a machine.", valueName: "dir"))
  var directory: String

  @Option(help: "One object a line, or lines to read.")
  var format = Format.json

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, text
  }

  func run() throws {
    do {
      try Replay(.directory(directory)).run { login in
        try Output.line(format == .json ? LoginJSON(login).line() : LoginLine.text(login))
      }
    } catch {
      throw Complaint.fail(error)
    }
  }
}
