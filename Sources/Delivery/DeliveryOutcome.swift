// What a try to deliver can come to. Expected results, not errors: the Courier knows only these.

/// What came of a try.
public enum DeliveryOutcome: Equatable, Sendable {
  /// The other side has the mail.
  case accepted(reply: String)
  /// Not now, and all else that goes to this recipient waits with it: MAIL or RCPT was put off.
  case recipientDeferred(reply: String)
  /// Not now, for a reason that is about this mail alone: DATA was put off, or the connection broke in it.
  case deferred(reply: String)
  /// Not now, for a reason that is about the server: it was not reached, or is not ready. No mail is to blame.
  case unavailable(reason: String)
  /// Not now, for a reason that is about us: the server, or we, refuse the login or the encryption. No mail is to blame, and
  /// asking often does not help.
  case refused(reason: String)
  /// Never: the server refused this mail.
  case rejected(reply: String)
  /// We broke it off ourselves, to stop.
  case interrupted
}
