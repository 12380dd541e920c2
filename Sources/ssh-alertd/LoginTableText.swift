// Logins for a terminal.

import Alerts
import Sessions

/// Logins as a table: as wide as what is in it, at most 80 columns where the names are of usual length.
struct LoginTableText {
  private let rows: [[String]]

  init(_ logins: [Login]) {
    rows =
      [["TIME", "USER", "FROM", "METHOD", "LASTED", "END"]]
      + logins.map { login in
        [
          LoginLine.time(login.at), login.user.printable(limit: 32), login.origin.address.printable(limit: 39),
          login.methods.printable(limit: 48) + (login.isVerified ? "" : ", unverified"), Self.span(login),
          login.session.end?.sign.rawValue ?? "open",
        ]
      }
  }

  var text: String {
    rows.map(TextColumns(rows).line).joined(separator: "\n")
  }

  /// `0:03:20`, hours, minutes and seconds.
  private static func span(_ login: Login) -> String {
    guard let end = login.session.end else { return "" }
    let seconds = end.durationMicroseconds / 1_000_000
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }
}
