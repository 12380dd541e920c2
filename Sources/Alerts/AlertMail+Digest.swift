// What the templates of a digest can name. Rows are made for both parts: `line` in columns for text, its parts for HTML.

import Foundation
import Sessions

extension AlertMail {
  /// What the templates of a digest can name. No name of a row is one of the mail: mustache looks there for what is absent.
  static let digestNames: Set<String> = [
    "title", "preheader", "host", "hosts", "count", "local_start", "local_end", "limited", "late", "oldest", "mailed",
    "by_rule", "news",
    "new_logins", "more_new", "users", "addresses", "days", "more", "since",
    "day", "logins", "line", "time", "user", "server", "address", "method", "what_is_new", "own_mail", "unverified",
    "marks", "name", "number",
  ]

  /// So many logins with something new stand before the others as well.
  private static let mostNewLines = 30
  /// From so many logins on there is a summary.
  private static let summaryFrom = 20

  /// The values of a digest's names.
  func values(_ digest: Digest, at now: Date) -> TemplateValues {
    var values: TemplateValues = [
      "title": digest.subject, "host": digest.hostname, "count": "\(digest.count)",
      "hosts": digest.hostCount > 1 ? "\(digest.hostCount)" : nil,
      "limited": some(digest.count(.limit)), "mailed": some(digest.count(.mailed)), "late": some(digest.count(.late)),
      "by_rule": some(digest.count(.rule)),
      "oldest": digest.lines.filter { $0.reason == .late }.map(\.login.at).min()
        .map { TimeText.span(max(0, now.timeIntervalSince($0.date))) },
      "news": some(digest.newCount), "more_new": some(digest.newCount - Self.mostNewLines),
      "more": some(digest.unlistedCount),
      "local_start": digest.lines.map(\.login.at).min().map { TimeText.local($0.date, in: zone) },
      "local_end": digest.lines.map(\.login.at).max().map { TimeText.local($0.date, in: zone) },
      "since": digest.lines.last.map { line in
        "\(day(line))T\(TimeText.clock(line.login.at.date, in: zone))"
      },
    ]
    values["preheader"] = values["local_start"].map { "\($0) to \(values["local_end"] ?? $0)" }
    values.set("new_logins", rows: newRows(digest))
    if digest.lines.count >= Self.summaryFrom {
      values.set("users", rows: Self.summary(digest.most(\.user)))
      values.set("addresses", rows: Self.summary(digest.most(\.origin.address)))
    }
    values.set("days", rows: dayRows(digest))
    return values
  }

  /// A row for each day, which has a row for each of its logins.
  private func dayRows(_ digest: Digest) -> [TemplateValues] {
    let rows = rows(digest.lines, of: digest) { ["time", "user", $0, "address", "method", "marks"] }
    var days: [(day: String, logins: [TemplateValues])] = []
    for row in rows {
      let day = row["day"] ?? ""
      if days.last?.day != day { days.append((day, [])) }
      days[days.count - 1].logins.append(row)
    }
    return days.map { day, logins in
      var row: TemplateValues = ["day": day]
      row.set("logins", rows: logins)
      return row
    }
  }

  private func newRows(_ digest: Digest) -> [TemplateValues] {
    let new = digest.lines.lazy.filter { !$0.news.isEmpty }.prefix(Self.mostNewLines)
    let isOneDay = digest.lines.first.map(day) == digest.lines.last.map(day)
    return rows(Array(new), of: digest) { [isOneDay ? "" : "day", "time", "user", $0, "address", "what_is_new"] }
  }

  /// Rows of logins.
  /// - Parameter columns: which names stand in the text's line; gets the one for the server, which is empty where all are on one.
  private func rows(
    _ lines: [Digest.Line], of digest: Digest, columns: (_ server: String) -> [String]
  ) -> [TemplateValues] {
    let names = columns(digest.hostCount > 1 ? "server" : "")
    var rows = lines.map(row)
    let cells = rows.map { row in names.map { row[$0] ?? "" } }
    let columns = TextColumns(cells, limit: Self.widestColumn)
    for index in rows.indices { rows[index]["line"] = columns.line(cells[index]) }
    return rows
  }

  private func row(_ line: Digest.Line) -> TemplateValues {
    let login = line.login
    return [
      "day": day(line), "time": TimeText.clock(login.at.date, in: zone),
      "user": Self.name(login.user), "server": Self.name(login.hostname), "address": Self.name(login.origin.address),
      "method": Self.name(login.methods), "what_is_new": line.newWords,
      "own_mail": line.reason == .mailed ? "yes" : nil,
      "unverified": login.isVerified ? nil : "yes", "marks": line.marks,
    ]
  }

  private func day(_ line: Digest.Line) -> String { TimeText.day(line.login.at.date, in: zone) }

  private static func summary(_ most: [(name: String, count: Int)]) -> [TemplateValues] {
    let cells = most.map { [name($0.name), "\($0.count)"] }
    let columns = TextColumns(cells, limit: widestColumn)
    return cells.map { ["name": $0[0], "number": $0[1], "line": columns.line($0)] }
  }

  private static func name(_ text: String) -> String { text.printableAtOnce(limit: 64) }

  /// A column gets no wider; a longer name pushes the rest of its own line to the right.
  private static let widestColumn = 25
}
