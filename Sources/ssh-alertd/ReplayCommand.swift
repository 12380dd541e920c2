import Alerts
import ArgumentParser
import Daemon
import Journal
import Sessions

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Print the logins in a recorded journal, in the order of login; write nothing.",
    discussion: """
      With --explain it tells what would have been mailed, had the daemon followed this journal from an empty record on \
      with the rules of the configuration.
      """)

  @OptionGroup var options: ConfigurationOption

  @Option(
    help: ArgumentHelp("A directory of journal files, or of one such directory a machine.", valueName: "dir"),
    completion: .directory)
  var directory: String

  @Option(help: "Begin there: 2026-11-24, '2026-11-24 18:00', 2026-11-24T18:00:00Z, or 90m, 24h, 7d ago.")
  var since: MomentArgument?

  @Option(help: "One object a line, or lines to read.")
  var format = Format.json

  @Flag(help: "Tell what would have been decided about each, and why.") var explain = false

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, text
  }

  func run() throws {
    let configuration = explain ? try options.load() : nil
    try Complaint.orFail {
      if let configuration { return try rehearse(configuration) }
      try Replay(.directory(directory), since: since?.timestamp).run { login in
        try Output.line(format == .json ? LoginJSON(login).line() : LoginLine.text(login))
      }
    }
  }

  private func rehearse(_ configuration: Configuration) throws {
    var counts: [String: Int] = [:]
    try Rehearsal(.directory(directory), by: configuration, since: since?.timestamp).run { outcome in
      counts[outcome.decision, default: 0] += 1
      try Output.line(format == .json ? OutcomeJSON(outcome).line() : Self.text(outcome))
    }
    guard format == .text else { return }
    let words = ["mail", "digest", "silent"].map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")
    try Output.line("logins: \(counts.values.reduce(0, +)); \(words)")
  }

  private static func text(_ outcome: Rehearsal.Outcome) -> String {
    let report = outcome.report
    let time = LoginLine.time(report.login.at)
    let line = "\(time) \(report.line) by \(report.login.methods.printable(limit: 64)): \(outcome.decision)"
    return ([line] + outcome.explanation.map { "  \($0)" }).joined(separator: "\n")
  }
}
