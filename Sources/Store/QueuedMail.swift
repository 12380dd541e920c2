// A row of the outbox that is due, with what it is about.

public import Alerts
public import Foundation

/// A mail that is due.
public struct QueuedMail: Sendable, Equatable {
  /// `outbox.id`.
  public var id: Int64
  /// What it is about.
  public var topic: AlertTopic
  /// From, To, Message-ID and Subject.
  public var heading: MailHeading
  /// When it was queued.
  public var queuedAt: Date
  /// Tries that got as far as this mail.
  public var attempts: Int
  /// The first time that it was put off.
  public var firstDeferredAt: Date?
  /// The bytes, where a try has reached DATA.
  public var message: Data?
}
