import ArgumentParser
import Daemon
import Foundation
import Store

struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: "Show and change the mail that is not sent yet, or that was given up.",
    subcommands: [List.self, Show.self, Retry.self, Drop.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the mail that waits or was given up (the default).")

    @OptionGroup var options: ConfigurationOption
    @Option(help: "How to print it.") var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    func run() throws {
      let control = QueueControl(try options.load())
      try Complaint.orFail {
        let (mail, holds) = try control.list()
        switch format {
        case .text: try Output.line(QueueText(mail: mail, holds: holds).text)
        case .json: for entry in mail { try Output.line(QueueJSON(entry).line()) }
        }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a mail as it is, or would be, sent: a file for a mail program (.eml).")

    @OptionGroup var options: ConfigurationOption
    @Argument(help: "The mail's number in the list.") var id: Int64

    func run() throws {
      let control = QueueControl(try options.load())
      try Complaint.orFail {
        guard let message = try control.message(of: id, at: Date()) else { throw NoSuchMail(id: id) }
        try Output.write(message, to: "-")
      }
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Try mail again now: one, all that wait, or with --all those that were given up as well.")

    @OptionGroup var options: ConfigurationOption
    @Argument(help: "The mail's number in the list; without one, all that wait.") var id: Int64?
    @Flag(help: "Also those that were given up.") var all = false

    func validate() throws {
      guard id == nil || !all else { throw ValidationError("name one mail, or --all") }
    }

    func run() throws {
      let control = QueueControl(try options.load())
      try Complaint.orFail {
        let (count, isDaemonTold) = try control.retry(id.map { .mail($0) } ?? (all ? .all : .waiting), at: Date())
        if let id, count == 0 { throw NoSuchMail(id: id) }
        let when = isDaemonTold ? "tried now" : "tried when the daemon runs; it does not answer now"
        try Output.line("mails due: \(count); \(when)")
      }
    }
  }

  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a mail up for good. The record keeps that there was one.")

    @OptionGroup var options: ConfigurationOption
    @Argument(help: "The mail's number in the list.") var id: Int64

    func run() throws {
      let control = QueueControl(try options.load())
      try Complaint.orFail {
        guard try control.drop(id, at: Date()) else { throw NoSuchMail(id: id) }
        try Output.line("mail \(id) is dropped")
      }
    }
  }
}

/// A number that is in no list.
private struct NoSuchMail: Error, CustomStringConvertible {
  var id: Int64
  var description: String { "there is no mail \(id) that waits or was given up; see ssh-alertd queue" }
}
