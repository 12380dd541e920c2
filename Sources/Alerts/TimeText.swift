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
    let day = "\(weekdays[Int(parts.tm_wday)]), \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
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

  /// gmtime_r(3) of the zone's own time: a digest has thousands of times, and a `Calendar` takes its time for each.
  private static func components(_ date: Date, in zone: TimeZone) -> tm {
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return parts
  }

  private static func format(_ date: Date, in zone: TimeZone) -> String {
    let parts = components(date, in: zone)
    return "\(day(parts)) \(clock(parts))"
  }

  private static func day(_ parts: tm) -> String {
    "\(parts.tm_year + 1900)-\(twoDigits(Int(parts.tm_mon) + 1))-\(twoDigits(Int(parts.tm_mday)))"
  }

  private static func clock(_ parts: tm) -> String {
    "\(twoDigits(Int(parts.tm_hour))):\(twoDigits(Int(parts.tm_min))):\(twoDigits(Int(parts.tm_sec)))"
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
