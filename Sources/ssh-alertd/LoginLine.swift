// A login for a person to read.

import Foundation
import Sessions

/// A login on one line.
enum LoginLine {
  static func text(_ login: Login) -> String {
    let key = login.key.map { " \($0.type) \($0.fingerprint ?? $0.certificate?.id ?? "")" } ?? ""
    let end = login.session.end.map { ", until \(time($0.at)) (\($0.sign.rawValue))" } ?? ", still open"
    let origin = "\(login.origin.address) port \(login.origin.port)"
    let line = "\(time(login.at)) \(login.hostname) \(login.user) from \(origin) by \(login.methods)\(key)\(end)"
    return line.printable(limit: 1000) + (login.isVerified ? "" : " [unverified]")
  }

  /// `2026-11-24 18:03:09` in this machine's zone.
  static func time(_ timestamp: Timestamp) -> String {
    timestamp.date.formatted(
      .verbatim(
        "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }
}
