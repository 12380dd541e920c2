// Logins as lines, as a table for a terminal of 80 columns, and as CSV.

import Foundation
import Sessions
import Store

/// A login on one line.
enum LoginLine {
  static func text(_ login: Login) -> String {
    let key = login.key.map { " \($0.type) \($0.fingerprint ?? $0.certificate?.id ?? "")" } ?? ""
    let end = login.session.end.map { ", until \(time($0.at)) (\($0.sign.rawValue))" } ?? ", still open"
    let origin = "\(login.origin.address) port \(login.origin.port)"
    let line = "\(time(login.at)) \(login.hostname) \(login.user) from \(origin) by \(login.method)\(key)\(end)"
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

/// Logins as a table: as wide as what is in it, at most 80 columns where the names are of usual length.
struct LoginTableText {
  private let rows: [[String]]

  init(_ logins: [Login]) {
    rows =
      [["TIME", "USER", "FROM", "METHOD", "LASTED", "END"]]
      + logins.map { login in
        [
          LoginLine.time(login.at), login.user.printable(limit: 32), login.origin.address.printable(limit: 39),
          login.method.printable(limit: 32) + (login.isVerified ? "" : ", unverified"), Self.span(login),
          login.session.end?.sign.rawValue ?? "open",
        ]
      }
  }

  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: max(0, width - cell.count))
      }
      return cells.joined(separator: "  ").trimmingSuffix(" ")
    }.joined(separator: "\n")
  }

  /// `0:03:20`, hours, minutes and seconds.
  private static func span(_ login: Login) -> String {
    guard let end = login.session.end else { return "" }
    let seconds = max(0, end.at.microseconds - login.at.microseconds) / 1_000_000
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> Substring {
    var text = self[...]
    while text.last == character { text.removeLast() }
    return text
  }
}

/// Logins as CSV, RFC 4180, under the names of the JSON.
enum LoginCSV {
  static func text(_ logins: [RecordedLogin]) -> String {
    let names = LoginJSON.CodingKeys.allCases.map(\.rawValue)
    return ([names.joined(separator: ",")] + logins.map(line)).joined(separator: "\r\n")
  }

  private static func line(_ recorded: RecordedLogin) -> String {
    let login = LoginJSON(recorded.login, id: recorded.id)
    let values: [Any?] = [
      login.id, login.user, login.address, login.port, login.method, login.keyType, login.fingerprint, login.certID,
      login.certSerial, login.certCA, login.at.microseconds, login.closedAt?.microseconds, login.closedBy, login.pid,
      login.bootID, login.machineID, login.hostname, login.cursor, login.verified,
    ]
    return values.map { $0.map { field("\($0)") } ?? "" }.joined(separator: ",")
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
