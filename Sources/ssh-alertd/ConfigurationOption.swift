// `--config`.

import ArgumentParser
import Daemon

/// What most commands take.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The configuration (default: \(Configuration.defaultPath), if it is there).", valueName: "file"),
    completion: .file(extensions: ["yaml"]))
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
