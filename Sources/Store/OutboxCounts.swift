// What `systemctl status` and `ssh-alertd check` show of the outbox.

/// How many mails of the outbox are not sent.
public struct OutboxCounts: Sendable, Equatable {
  /// Waiting to be sent.
  public var due = 0
  /// Given up and kept.
  public var failed = 0

  /// Counts nothing.
  public init(due: Int = 0, failed: Int = 0) {
    self.due = due
    self.failed = failed
  }
}
