// Times and spans of time as a mail says them.

import Foundation

enum TimeText {
  /// `2026-11-24 18:03:09 CET (UTC+01:00)`; the zone's own name where it has one.
  static func local(_ date: Date, in zone: TimeZone) -> String {
    let time = format(date, in: zone)
    guard let name = zone.abbreviation(for: date), !name.contains("+"), !name.contains("-") else {
      return "\(time) UTC\(offset(date, in: zone, separator: ":"))"
    }
    if name == "UTC" || name == "GMT" { return "\(time) UTC" }
    return "\(time) \(name) (UTC\(offset(date, in: zone, separator: ":")))"
  }

  /// `2026-11-24 17:03:09 UTC`.
  static func utc(_ date: Date) -> String {
    format(date, in: .gmt) + " UTC"
  }

  /// `Tue, 24 Nov 2026 18:03:09 +0100`: RFC 5322, section 3.3.
  static func header(_ date: Date, in zone: TimeZone) -> String {
    let parts = components(date, in: zone)
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = "\(weekdays[parts.weekday - 1]), \(parts.day) \(months[parts.month - 1]) \(parts.year)"
    return "\(day) \(clock(parts)) \(offset(date, in: zone, separator: ""))"
  }

  /// `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: the two largest units.
  static func span(_ seconds: TimeInterval) -> String {
    let total = Int(seconds.rounded())
    let units = [("d", total / 86400), ("h", total / 3600 % 24), ("min", total / 60 % 60), ("s", total % 60)]
    guard let first = units.firstIndex(where: { $0.1 > 0 }) else { return "0 s" }
    return units[first...].prefix(2).filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: " ")
  }

  /// `2026-11-24`.
  static func day(_ date: Date, in zone: TimeZone) -> String {
    day(components(date, in: zone))
  }

  /// `18:03:09`.
  static func clock(_ date: Date, in zone: TimeZone) -> String {
    clock(components(date, in: zone))
  }

  private typealias Parts = (year: Int, month: Int, day: Int, weekday: Int, hour: Int, minute: Int, second: Int)

  /// By arithmetic: a digest has thousands of times, and a `Calendar` takes its time for each. Days are counted from 0000-03-01,
  /// so that a leap day ends a year, and years in spans of 400, which are all alike (ISO 8601, the Gregorian calendar).
  private static func components(_ date: Date, in zone: TimeZone) -> Parts {
    let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    let (days, second) = floorDivide(seconds, 86_400)
    let (era, day) = floorDivide(days + 719_468, 146_097)
    let yearOfEra = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    return (
      era * 400 + yearOfEra + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9,
      dayOfYear - (153 * month + 2) / 5 + 1,
      floorDivide(days + 4, 7).rest + 1, second / 3600, second / 60 % 60, second % 60
    )
  }

  private static func floorDivide(_ number: Int, _ divisor: Int) -> (quotient: Int, rest: Int) {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }

  private static func format(_ date: Date, in zone: TimeZone) -> String {
    let parts = components(date, in: zone)
    return "\(day(parts)) \(clock(parts))"
  }

  private static func day(_ parts: Parts) -> String {
    "\(parts.year)-\(twoDigits(parts.month))-\(twoDigits(parts.day))"
  }

  private static func clock(_ parts: Parts) -> String {
    "\(twoDigits(parts.hour)):\(twoDigits(parts.minute)):\(twoDigits(parts.second))"
  }

  private static func offset(_ date: Date, in zone: TimeZone, separator: String) -> String {
    let minutes = zone.secondsFromGMT(for: date) / 60
    let sign = minutes < 0 ? "-" : "+"
    return "\(sign)\(twoDigits(abs(minutes) / 60))\(separator)\(twoDigits(abs(minutes) % 60))"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
