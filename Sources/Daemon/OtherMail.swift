// Mail about other things than logins and gaps. All of it is off unless the configuration asks for it.

/// Which other mail there is.
public struct OtherMail: Equatable, Sendable {
  /// `alerts.logout`: at the end of a session whose login had a mail of its own.
  public var logouts = false
  /// `alerts.failures`: about so many failed attempts within an hour or two; nil for none.
  public var failures: Int?
  /// `alerts.weekly`: on Mondays.
  public var isWeekly = false

  /// None.
  public init() {}
}
