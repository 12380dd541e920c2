import ArgumentParser
import Daemon

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell why there was a mail about a login, or none: what was new, how each rule was tried.",
    discussion: "What is recorded was decided by the rules of that time; they are tried as they are now.")

  @OptionGroup var options: ConfigurationOption
  @Argument(help: "The login's number in the record.") var id: Int64

  func run() throws {
    let configuration = try options.load()
    try Complaint.orFail {
      for line in try Explain(id, by: configuration).lines { try Output.line(line) }
    }
  }
}
