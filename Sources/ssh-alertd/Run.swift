import ArgumentParser
import Daemon
import Logging

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Follow the journal, record logins and mail them, until SIGTERM or SIGINT.")

  @OptionGroup var options: ConfigurationOption

  @Option(
    help: ArgumentHelp(
      "Where the very first start begins, and mails from: 2026-11-24, '2026-11-24 18:00', 2026-11-24T18:00:00Z, or 90m, "
        + "24h, 7d ago (default: now). Later starts go on where the last one stopped.", valueName: "moment"))
  var since: MomentArgument?

  func run() async throws {
    let logger = Logger.ofProcess
    do {
      let load = { @Sendable [config = options.config] in try Configuration.load(config) }
      try await Daemon(loading: load, since: since?.timestamp, logger: logger).run()
    } catch {
      throw Complaint.fail(error, to: logger)
    }
  }
}
