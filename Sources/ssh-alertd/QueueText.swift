// The queue for a terminal of 80 columns.

import Alerts
import Foundation
import Sessions
import Store

/// Three lines a mail, as mailq(1) has them: its fate, what it is, and the last words about it.
struct QueueText {
  var mail: [QueueEntry]
  var holds: [String: RelayHold]

  var text: String {
    guard !mail.isEmpty else { return "no mail waits, none was given up" }
    let rows = [["ID", "STATE", "TRIES", "NEXT TRY", "TO"]] + mail.map(cells)
    let lines = rows.map(TextColumns(rows).line)
    let listed = zip(lines.dropFirst(), mail).flatMap { [$0] + words($1) }
    return ([lines[0]] + listed + [summary] + held).joined(separator: "\n")
  }

  private func cells(_ entry: QueueEntry) -> [String] {
    [
      "\(entry.id)", entry.state.rawValue, "\(entry.attempts)",
      entry.state == .due ? LoginLine.time(Timestamp(entry.dueAt)) : "none",
      entry.heading.recipient.printable(limit: 254),
    ]
  }

  private func words(_ entry: QueueEntry) -> [String] {
    [entry.heading.subject.printable(limit: 200), entry.lastReply?.printable(limit: 300)].compactMap(\.self)
      .map { "    \($0)" }
  }

  private var summary: String {
    let failed = mail.count { $0.state == .failed }
    return "mails waiting: \(mail.count - failed), given up: \(failed)"
  }

  private var held: [String] {
    holds.sorted { $0.key < $1.key }.map { server, hold in
      "\(server) is tried again at \(LoginLine.time(Timestamp(hold.until))): \(hold.reason.printable(limit: 300))"
    }
  }
}
