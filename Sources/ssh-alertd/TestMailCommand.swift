import ArgumentParser
import Daemon
import Foundation

struct TestMailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-mail",
    abstract: "Send a sample alert at once, and show the dialogue with the mail server, without secrets.")

  @OptionGroup var options: ConfigurationOption

  @Option(
    help: ArgumentHelp("Send it there instead of to those of the configuration; may be repeated.", valueName: "address")
  )
  var to: [String] = []

  func validate() throws {
    for text in to {
      do { _ = try TestMail.recipient(text) } catch { throw ValidationError("'--to' \(error)") }
    }
  }

  func run() throws {
    var failure: (any Error)?
    let say = { (line: String) in
      do { try Output.line(line) } catch { failure = error }
    }
    do {
      let results = try TestMail(options.load(), to: to.map(TestMail.recipient)).send(at: Date(), hear: say)
      for result in results { say("\(result.recipient): \(result.text)") }
      if let failure { throw failure }
      guard results.allSatisfy(\.isAccepted) else { throw ExitCode.failure }
    } catch {
      throw Complaint.fail(error)
    }
  }
}
