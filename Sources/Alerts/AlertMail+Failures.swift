// What the templates of a burst of failures can name. No name of a row is one of the mail: mustache looks there for what is
// absent.

import Foundation
import Sessions

extension AlertMail {
  /// What the templates of a burst of failures can name.
  static let failuresNames: Set<String> = [
    "title", "preheader", "host", "count", "local_start", "local_end", "source_count", "user_count", "rest", "logins",
    "more_logins", "sources", "users", "late",
    "line", "day", "time", "user", "address", "failures", "name", "number",
  ]

  /// The values of a burst's names.
  func values(_ burst: FailureBurst, at now: Date) -> TemplateValues {
    var values: TemplateValues = [
      "title": burst.subject, "preheader": burst.successWords, "host": burst.hostname, "count": "\(burst.count)",
      "local_start": TimeText.local(burst.from.date, in: zone), "local_end": TimeText.local(burst.to.date, in: zone),
      "source_count": burst.sourceWords, "user_count": burst.userWords, "rest": some(burst.restCount),
      "more_logins": some(burst.loginCount - burst.logins.count), "late": lateness(since: burst.to, at: now),
    ]
    values.set("logins", rows: rows(burst.logins))
    values.set("sources", rows: rows(burst.sources, nameless: "source unknown"))
    values.set("users", rows: rows(burst.users, nameless: "no name"))
    return values
  }

  private func rows(_ logins: [FailureBurst.Success]) -> [TemplateValues] {
    let rows = logins.map { login -> [String: String] in
      [
        "day": TimeText.day(login.at.date, in: zone), "time": TimeText.clock(login.at.date, in: zone),
        "user": login.user, "address": login.address,
        "failures": login.failures > 0 ? "after \(login.failures.of("failure"))" : "before the failures",
      ]
    }
    return lined(rows, ["day", "time", "user", "address", "failures"])
  }

  /// Rows of names with their counts.
  func rows(_ counts: [NamedCount], nameless: String = "") -> [TemplateValues] {
    lined(
      counts.map { ["name": $0.name.isEmpty ? nameless : $0.name, "number": "\($0.count)"] }, ["name", "number"])
  }

  /// Rows with a line each, in which these names stand in columns.
  func lined(_ rows: [[String: String]], _ names: [String]) -> [TemplateValues] {
    let cells = rows.map { row in names.map { row[$0] ?? "" } }
    let columns = TextColumns(cells, limit: Self.widestName)
    return zip(rows, cells).map { row, cells in
      var values: TemplateValues = ["line": columns.line(cells)]
      for (name, text) in row { values[name] = text }
      return values
    }
  }

  /// A number that is worth a word.
  func some(_ count: Int) -> String? { count > 0 ? "\(count)" : nil }

  /// A column gets no wider; a longer name pushes the rest of its own line to the right.
  private static let widestName = 25
}
