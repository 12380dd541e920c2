// Who a mail is from and for, apart from what stands in it.

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
