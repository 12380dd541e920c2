import ArgumentParser
import Daemon
import Sessions
import Store

struct History: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Show recorded logins, newest first.")

  @OptionGroup var options: ConfigurationOption

  @Option(help: "Of this account only.") var user: String?
  @Option(help: "From this address only.") var address: String?
  @Option(help: "Not before: 2026-11-24, '2026-11-24 18:00', 2026-11-24T18:00:00Z, or 90m, 24h, 7d ago.")
  var since: MomentArgument?
  @Option(help: "Not after; in the same forms.") var until: MomentArgument?
  @Option(help: "How many at the most.") var limit = 50
  @Option(help: "How to print them.") var format = Format.table
  @Flag(help: "In the table, say below each where it came from, what was new, what was decided and why.") var why =
    false

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() throws {
    let configuration = try options.load()
    do {
      let query = HistoryQuery(
        user: user, address: address, since: since?.timestamp, until: until?.timestamp, limit: limit)
      try show(Store.reading(path: configuration.database).history(query))
    } catch {
      throw Complaint.fail(error)
    }
  }

  private func show(_ logins: [RecordedLogin]) throws {
    switch format {
    case .table: try Output.line(LoginTableText(logins, why: why).text)
    case .json: for login in logins { try Output.line(LoginJSON(login).line()) }
    case .csv: try Output.line(LoginCSV.text(logins))
    }
  }
}
