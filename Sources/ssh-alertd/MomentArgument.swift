// A moment as a person writes it.

import ArgumentParser
import Foundation
import Sessions

/// A date, a time in this machine's zone or with one, or a span before now.
struct MomentArgument: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    self.init(argument, now: Date(), zone: .current)
  }

  init?(_ text: String, now: Date, zone: TimeZone) {
    guard let date = Self.ago(text, now) ?? Self.exact(text) ?? Self.local(text, zone) else { return nil }
    timestamp = Timestamp(date)
  }

  /// `90m`, `24h`, `7d`.
  private static func ago(_ text: String, _ now: Date) -> Date? {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = UInt32(text.dropLast()) else { return nil }
    return now - Double(count) * unit
  }

  /// `2026-11-24T18:00:00Z`, `2026-11-24T18:00:00+01:00`.
  private static func exact(_ text: String) -> Date? {
    try? Date(text, strategy: .iso8601)
  }

  /// `2026-11-24`, `2026-11-24 18:00`, `2026-11-24 18:00:30`, with a `T` in place of the space too.
  private static func local(_ text: String, _ zone: TimeZone) -> Date? {
    let numbers = text.split(omittingEmptySubsequences: false) { "-T :".contains($0) }.map { Int($0) }
    guard [3, 5, 6].contains(numbers.count), !numbers.contains(nil) else { return nil }
    let parts = numbers.compactMap(\.self) + [0, 0, 0]
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let components = DateComponents(
      year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5])
    guard components.isValidDate(in: calendar) else { return nil }
    return calendar.date(from: components)
  }
}
