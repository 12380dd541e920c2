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
    let held = holds.sorted { $0.key < $1.key }.map { server, hold in
      "\(server) is tried again at \(LoginLine.time(Timestamp(hold.until))): \(hold.reason.printable(limit: 300))"
    }
    return ([header] + mail.flatMap(lines) + [summary] + held).joined(separator: "\n")
  }

  private var header: String {
    "\(Self.right("ID", 6))  STATE   TRIES  NEXT TRY             TO"
  }

  private func lines(_ entry: QueueEntry) -> [String] {
    let state = entry.state.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
    let time = entry.state == .due ? LoginLine.time(Timestamp(entry.dueAt)) : "none                "
    let first =
      "\(Self.right("\(entry.id)", 6))  \(state)  \(Self.right("\(entry.attempts)", 5))  "
      + "\(time.padding(toLength: 19, withPad: " ", startingAt: 0))  \(entry.heading.recipient.printable(limit: 254))"
    return [first, "        " + entry.heading.subject.printable(limit: 200)]
      + (entry.lastReply.map { ["        " + $0.printable(limit: 300)] } ?? [])
  }

  private var summary: String {
    let failed = mail.count { $0.state == .failed }
    return "mails waiting: \(mail.count - failed), given up: \(failed)"
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
