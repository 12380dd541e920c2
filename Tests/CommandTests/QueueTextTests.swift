// The queue on a terminal.

import Alerts
import Foundation
import Sessions
import TestKit
import Testing

@testable import Store
@testable import ssh_alertd

struct QueueTextTests {
  private func entry(_ id: Int64, _ state: QueueEntry.State, to recipient: String, reply: String? = nil) -> QueueEntry {
    QueueEntry(
      id: id, state: state,
      heading: MailHeading(
        sender: "s@x", recipient: recipient, messageID: "\(id)@x", subject: "alice logged in to web1 from 203.0.113.7"),
      queuedAt: Timestamp.at(0).date, dueAt: Timestamp.at(60).date, attempts: 1, lastReply: reply)
  }

  @Test func `each mail has its fate, its subject and the last words, within 80 columns`() {
    let mail = [
      entry(9, .failed, to: "old@example.org", reply: "550 5.1.1 no such user"), entry(10, .due, to: "you@example.org"),
    ]
    let lines = QueueText(mail: mail, holds: [:]).text.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "ID  STATE   TRIES  NEXT TRY             TO",
        "9   failed  1      none                 old@example.org",
        "    alice logged in to web1 from 203.0.113.7",
        "    550 5.1.1 no such user",
        "10  due     1      \(LoginLine.time(.at(60)))  you@example.org",
        "    alice logged in to web1 from 203.0.113.7",
        "mails waiting: 1, given up: 1",
      ])
  }

  @Test func `a server that is left alone is told below`() {
    let hold = RelayHold(attempts: 2, until: Timestamp.at(60).date, reason: "no \u{1B}[31mroute")
    let text = QueueText(mail: [entry(1, .due, to: "a")], holds: ["smtp://b:25": hold]).text
    #expect(text.hasSuffix("smtp://b:25 is tried again at \(LoginLine.time(.at(60))): no \\u{1b}[31mroute"))
  }

  @Test func `an empty queue says so`() {
    #expect(QueueText(mail: [], holds: [:]).text == "no mail waits, none was given up")
  }
}
