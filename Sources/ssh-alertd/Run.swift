import ArgumentParser
import Daemon
import Logging

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Follow the journal, record logins and mail them, until SIGTERM or SIGINT.")

  @OptionGroup var options: ConfigurationOption

  func run() async throws {
    let configuration = try options.load()
    let logger = Logger(label: "ssh-alertd") { _ in LineLogHandler() }
    do {
      try await Daemon(configuration, logger: logger).run()
    } catch {
      throw Complaint.fail(error)
    }
  }
}
