// What is fixed when a mail is queued: to whom, from whom, under which Message-ID and subject.

public import Foundation

/// The part of a mail that does not depend on when it is sent.
public struct MailHeading: Equatable, Sendable {
  /// Envelope sender and From: an address.
  public var sender: String
  /// Envelope recipient and To: an address or a local name.
  public var recipient: String
  /// Without angle brackets; RFC 5322, section 3.6.4.
  public var messageID: String
  /// In words, not encoded.
  public var subject: String

  /// Takes the parts.
  public init(sender: String, recipient: String, messageID: String, subject: String) {
    self.sender = sender
    self.recipient = recipient
    self.messageID = messageID
    self.subject = subject
  }

  /// The heading of a mail, with a Message-ID made of something unique.
  public init(about topic: AlertTopic, from sender: String, to recipient: String, unique: UUID) {
    let domain = MailDomain.of(sender: sender, on: topic.hostname)
    self.init(
      sender: sender, recipient: recipient, messageID: "\(unique.uuidString.lowercased()).ssh-alertd@\(domain)",
      subject: topic.subject)
  }
}
