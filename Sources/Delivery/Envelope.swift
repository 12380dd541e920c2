// Who a mail is from and for, apart from what stands in it.

/// Who a mail is from and for, as the server is told: RFC 5321, section 2.3.1.
public struct Envelope: Equatable, Sendable {
  /// An address; its domain is in ASCII, as Alerts' `MailAddress` writes it.
  public var sender: String
  /// The same, or a local name.
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

  /// The address that only a server with SMTPUTF8 (RFC 6531) can take, since its name before the @ has no form in ASCII; nil
  /// where there is none.
  var internationalAddress: String? {
    [sender, recipient].first { !$0.utf8.allSatisfy { $0 < 0x80 } }
  }
}
