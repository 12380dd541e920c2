// A row of the outbox that is due.

public import Alerts
public import Foundation

/// A mail that is due.
public struct QueuedMail: Sendable, Equatable {
  /// `outbox.id`.
  public var id: Int64
  /// From, To, Message-ID and Subject.
  public var heading: MailHeading
  /// When it was queued.
  public var queuedAt: Date
  /// Tries that got as far as this mail.
  public var attempts: Int
  /// The first time that it was put off.
  public var firstDeferredAt: Date?
  /// When the login was that it tells of, as long as it may still go into a digest.
  public var lateSince: Date?
  /// `login.id` of the login that it tells of; nil where it is about something else.
  public var loginID: Int64?
}
