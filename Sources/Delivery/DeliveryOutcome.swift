// What a try to deliver can come to. Expected results, not errors: the Courier knows only these.

/// What came of a try.
public enum DeliveryOutcome: Equatable, Sendable {
  /// The other side has the mail.
  case accepted(reply: String)
  /// Not now, for a reason that is about this mail: MAIL, RCPT or DATA was put off.
  case deferred(reply: String)
  /// Not now, for a reason that is about the server: it was not reached, or does not let us in. No mail is to blame.
  case unavailable(reason: String)
  /// Never: the server refused this mail.
  case rejected(reply: String)
  /// We broke it off ourselves, to stop.
  case interrupted
}
