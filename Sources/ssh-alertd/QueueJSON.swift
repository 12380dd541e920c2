// A mail of the queue as JSON, one object a line. Names and units are an interface.

import Alerts
import Foundation
import Sessions
import Store

/// What is known of a mail that is not sent; absent values are left out.
struct QueueJSON: JSONLine {
  var id: Int64
  var state: String
  var recipient: String
  var sender: String
  var subject: String
  var messageID: String
  /// Microseconds since 1970.
  var queuedAt: Timestamp
  /// Microseconds since 1970; of a mail that was given up absent.
  var dueAt: Timestamp?
  var attempts: Int
  var lastReply: String?

  enum CodingKeys: String, CodingKey {
    case id, state, recipient, sender, subject
    case messageID = "message_id"
    case queuedAt = "queued_at"
    case dueAt = "due_at"
    case attempts
    case lastReply = "last_reply"
  }

  init(_ entry: QueueEntry) {
    id = entry.id
    state = entry.state.rawValue
    recipient = entry.heading.recipient
    sender = entry.heading.sender
    subject = entry.heading.subject
    messageID = entry.heading.messageID
    queuedAt = Timestamp(entry.queuedAt)
    dueAt = entry.state == .due ? Timestamp(entry.dueAt) : nil
    attempts = entry.attempts
    lastReply = entry.lastReply
  }
}
