// Logins for a terminal.

import Alerts
import Sessions
import Store

/// Logins as a table: as wide as what is in it, at most 80 columns where the names are of usual length.
struct LoginTableText {
  private let rows: [[String]]
  /// What stands below each row.
  private let notes: [String?]

  /// - Parameter why: whether to say below each login what was decided about it, and why.
  init(_ logins: [RecordedLogin], why: Bool = false) {
    rows = [["TIME", "USER", "FROM", "METHOD", "LASTED", "END"]] + logins.map { Self.row($0.login) }
    notes = [nil] + logins.map { why ? Self.note($0) : nil }
  }

  private static func row(_ login: Login) -> [String] {
    [
      LoginLine.time(login.at), login.user.printable(limit: 32), login.origin.address.printable(limit: 39),
      login.methods.printable(limit: 48) + (login.isVerified ? "" : ", unverified"), span(login),
      login.session.reason?.rawValue ?? "open",
    ]
  }

  private static func note(_ recorded: RecordedLogin) -> String {
    guard let decision = recorded.decision else { return "  \(recorded.id): not decided about yet" }
    let report = recorded.report(decision.findings, news: decision.news)
    let facts = [decision.findings.place?.words, report.newsWords.map { "\($0)" }].compactMap(\.self)
    return (["  \(recorded.id): \(decision.name), \(decision.reason)"] + facts).joined(separator: "; ").printable(
      limit: 500)
  }

  var text: String {
    let columns = TextColumns(rows)
    return zip(rows, notes).flatMap { row, note in [columns.line(row)] + [note].compactMap(\.self) }
      .joined(separator: "\n")
  }

  /// `0:03:20`, hours, minutes and seconds.
  private static func span(_ login: Login) -> String {
    guard let end = login.session.end else { return "" }
    let seconds = end.durationMicroseconds / 1_000_000
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }
}
