// What the Courier knows of a way to send mail.

/// A way to get rid of a mail. Used from one thread, which it may block.
public protocol MailTransport {
  /// Tries to deliver a mail.
  /// - Parameter message: gives the bytes, CRLF line ends; asked only when the other side is ready to take them.
  func deliver(_ envelope: Envelope, _ message: () throws -> [UInt8]) -> DeliveryOutcome

  /// Makes the running delivery and all later ones fail once a span of time is over; for other threads.
  var interrupt: @Sendable (_ within: Duration) -> Void { get }
}
