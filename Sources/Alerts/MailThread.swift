// Which alerts a mail program shows together: those that name the same mail, which never was, as the one they answer.

import Foundation
import Sessions

/// What a mail is one of many of: the logins of a user to a host on a day with their logouts, the digests of a host and day, the
/// gaps of a host and reason, the bursts of failures of a host and day, the weeks of a host.
struct MailThread: Equatable {
  /// The left side of the id that all of it name (RFC 5322, section 3.6.4). No two threads have the same, whatever is in the
  /// names of users and hosts.
  let id: String

  init(of topic: AlertTopic, in zone: TimeZone) {
    let parts =
      switch topic {
      case .login(let report): Self.names(report.login, in: zone)
      case .logout(let logout): Self.names(logout.login, in: zone)
      case .gap(let gap, _): ["gap", gap.reason.rawValue, gap.hostname]
      case .digest(let digest):
        ["digest", digest.lines.first.map { TimeText.day($0.login.at.date, in: zone) } ?? "", digest.hostname]
      case .failures(let burst): ["failures", TimeText.day(burst.to.date, in: zone), burst.hostname]
      case .weekly(let week): ["weekly", week.hostname]
      }
    id = (["thread"] + parts.map(Self.atom)).joined(separator: ".")
  }

  private static func names(_ login: Login, in zone: TimeZone) -> [String] {
    ["login", TimeText.day(login.at.date, in: zone), login.user, login.hostname]
  }

  /// A name as one atom: lower-case letters, digits and hyphens stay, a byte of anything else is `_` and two hex digits, and
  /// nothing at all is `_`. A long one is cut, and told from others by a sum over the whole of it.
  private static func atom(_ name: String) -> String {
    guard !name.isEmpty else { return "_" }
    let atom = name.utf8.prefix(mostBytes).map(unit).joined()
    return name.utf8.count > mostBytes ? "\(atom)_\(sum(name))" : atom
  }

  private static let mostBytes = 40

  private static func unit(_ byte: UInt8) -> String {
    let character = Character(UnicodeScalar(byte))
    if ("a"..."z").contains(character) || ("0"..."9").contains(character) || character == "-" {
      return String(character)
    }
    return "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// FNV-1a of 64 bits. Whoever has two accounts with names of more than 40 bytes and the same sum has their mails folded.
  private static func sum(_ name: String) -> String {
    let sum = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "x" + String(sum, radix: 16)
  }
}
