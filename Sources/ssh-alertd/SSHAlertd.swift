// The command: `ssh-alertd run`, `check`, `replay`, `history`.

import ArgumentParser
import Daemon

@main
struct SSHAlertd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh-alertd",
    abstract: "Mails you when somebody logs in over SSH, and keeps a record you can query.",
    version: version,
    subcommands: [Run.self, CheckCommand.self, ReplayCommand.self, History.self])

  static let version = "0.1.0"
}

/// What most commands take.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The configuration (default: \(Configuration.defaultPath), if it is there).", valueName: "file"))
  var config: String?

  /// Reads the configuration. One that is wrong ends the command with its mistakes, and status 78.
  func load() throws -> Configuration {
    do {
      return try Configuration.load(config)
    } catch {
      throw Complaint.fail(error)
    }
  }
}
