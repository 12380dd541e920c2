// How many mails an hour are still read, and from which age on a mail of its own is no news.

public import Foundation

/// What keeps alerts from becoming a flood.
public struct AlertLimit: Equatable, Sendable {
  /// `mail.hourly_limit`: mails an hour about one user from one source network, and for logins with something new by
  /// themselves; nil for no limit.
  public var mailsAnHour: Int? = 30
  /// `mail.late_after`: logins that are older than this when they could be told of come in one digest; seconds, nil for never.
  public var lateAfter: TimeInterval? = 12 * 3600

  /// The defaults.
  public init() {}
}
