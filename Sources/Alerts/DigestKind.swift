// Which digests there are, and when they are sent.

public import Foundation

/// Why logins come together in one mail.
public enum DigestKind: String, CaseIterable, Sendable {
  /// There are too many for a mail each, or they are late: it is sent once there is a pause.
  case burst = "digest"
  /// A rule asks for one an hour.
  case hourly
  /// A rule asks for one a day.
  case daily

  /// The hour of the server's day at which daily mail is sent.
  public static let hourOfDay = 8

  /// When one that is begun now is to be sent; nil for as soon as there is a pause.
  public func due(after now: Date, in zone: TimeZone) -> Date? {
    switch self {
    case .burst: nil
    case .hourly: Self.next(DateComponents(minute: 0), after: now, zone)
    case .daily: Self.next(DateComponents(hour: Self.hourOfDay, minute: 0), after: now, zone)
    }
  }

  /// The next moment that the clock on the wall shows this.
  static func next(_ components: DateComponents, after now: Date, _ zone: TimeZone) -> Date? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.nextDate(after: now, matching: components, matchingPolicy: .nextTime)
  }
}
