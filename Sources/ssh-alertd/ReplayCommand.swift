import ArgumentParser
import Daemon
import Journal

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Print the logins in a recorded journal, in the order of login; write nothing.")

  @Option(help: ArgumentHelp("A directory of journal files, or of one such directory a machine.", valueName: "dir"))
  var directory: String

  @Option(help: "Begin there: 2026-11-24, '2026-11-24 18:00', 2026-11-24T18:00:00Z, or 90m, 24h, 7d ago.")
  var since: MomentArgument?

  @Option(help: "One object a line, or lines to read.")
  var format = Format.json

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, text
  }

  func run() throws {
    do {
      try Replay(.directory(directory), since: since?.timestamp).run { login in
        try Output.line(format == .json ? LoginJSON(login).line() : LoginLine.text(login))
      }
    } catch {
      throw Complaint.fail(error)
    }
  }
}
