// Logins for a spreadsheet.

import Sessions
import Store

/// Logins as CSV, RFC 4180, under the names of the JSON.
enum LoginCSV {
  static func text(_ logins: [RecordedLogin]) -> String {
    let names = LoginJSON.CodingKeys.allCases.map(\.rawValue)
    return ([names.joined(separator: ",")] + logins.map(line)).joined(separator: "\r\n")
  }

  private static func line(_ recorded: RecordedLogin) -> String {
    let login = LoginJSON(recorded)
    let values: [Any?] = [
      login.id, login.user, login.address, login.port, login.method, login.methods, login.keyType, login.fingerprint,
      login.certID, login.certSerial, login.certCA, login.at.microseconds, login.closedAt?.microseconds, login.closedBy,
      login.duration, login.tty, login.pid, login.bootID, login.machineID, login.hostname, login.cursor, login.verified,
      login.reverseName, login.country, login.city, login.asn, login.provider, login.keyComment, login.news,
      login.decision, login.decisionReason,
    ]
    return values.map { $0.map { field("\($0)") } ?? "" }.joined(separator: ",")
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
