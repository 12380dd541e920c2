public import ArgumentParser
public import Daemon
import Foundation

struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show what a mail looks like, with your templates.",
    discussion: "Prints the subject and the text part. Sends nothing.")

  @OptionGroup var options: ConfigurationOption

  @Option(help: "What it is about.") var kind = SampleAlert.Kind.login
  @Option(
    help: ArgumentHelp("Write the HTML part instead, to a file or '-'.", valueName: "file"), completion: .file())
  var html: String?
  @Option(
    help: ArgumentHelp("Write the whole message instead, to a file or '-'.", valueName: "file"), completion: .file())
  var eml: String?
  @Option(help: "Who logs in.") var user = "alice"
  @Option(help: "To which host (default: this one).") var host: String?
  @Option(help: "How many logins a digest tells of.") var count = 12

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count must be at least 1") }
    guard html == nil || eml == nil else { throw ValidationError("--html and --eml are two things: choose one") }
  }

  func run() throws {
    let configuration = try options.load()
    let sample = SampleAlert(kind, user: user, hostname: host ?? Configuration.hostname, count: count)
    do {
      let mail = try Preview(sample, by: configuration, at: Date())
      if let html { return try Output.write(Data(mail.html.utf8), to: html) }
      if let eml { return try Output.write(mail.message, to: eml) }
      try Output.write(Data(mail.text.utf8), to: "-")
    } catch {
      throw Complaint.fail(error)
    }
  }
}

extension SampleAlert.Kind: ExpressibleByArgument {}
