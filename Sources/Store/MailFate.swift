// What a try to send has made of a row of the outbox.

public import Foundation

/// What a try has made of a mail.
public enum MailFate: Sendable, Equatable {
  /// A server has it.
  case sent(reply: String)
  /// It is given up, and kept for inspection.
  case failed(reply: String)
  /// It is put off, and perhaps all that goes to its recipient with it.
  case deferred(reply: String, until: Date, holdsRecipient: Bool = false)
  /// The server could not even be asked: the mail is as if nobody had tried.
  case untouched(reply: String)

  /// The server's words, or why there are none.
  public var reply: String {
    switch self {
    case .sent(let reply), .failed(let reply), .deferred(let reply, _, _), .untouched(let reply): reply
    }
  }
}
