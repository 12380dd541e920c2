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

/// Who a mail is from and for, as the server is told: RFC 5321, section 2.3.1.
public struct Envelope: Equatable, Sendable {
  /// An address.
  public var sender: String
  /// An address or a local name.
  public var recipient: String
  /// Of the outbox row: names the file where mail is kept in files.
  public var id: Int64
  /// When the mail was queued; seconds since 1970.
  public var queuedAt: Int64

  /// Takes the parts.
  public init(sender: String, recipient: String, id: Int64, queuedAt: Int64) {
    self.sender = sender
    self.recipient = recipient
    self.id = id
    self.queuedAt = queuedAt
  }
}

/// A way to get rid of a mail. Used from one thread, which it may block.
public protocol MailTransport {
  /// Tries to deliver a mail.
  /// - Parameter message: gives the bytes, CRLF line ends; asked only when the other side is ready to take them.
  func deliver(_ envelope: Envelope, _ message: () throws -> [UInt8]) -> DeliveryOutcome

  /// Makes the running delivery and all later ones fail once a span of time is over; for other threads.
  var interrupt: @Sendable (_ within: Duration) -> Void { get }
}
