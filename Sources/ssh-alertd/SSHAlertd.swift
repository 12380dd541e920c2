// The command: `ssh-alertd run`, `check`, `preview`, `test-mail`, `queue`, `replay`, `history`, `explain`, `key-name`.

import ArgumentParser

@main
struct SSHAlertd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh-alertd",
    abstract: "Mails you when somebody logs in over SSH, and keeps a record you can query.",
    version: version,
    subcommands: [
      Run.self, CheckCommand.self, PreviewCommand.self, TestMailCommand.self, QueueCommand.self, ReplayCommand.self,
      History.self, ExplainCommand.self, KeyNameCommand.self,
    ])

  static let version = "0.1.0"
}
