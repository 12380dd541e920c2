// The alert about a login, as a mail. Composed at the moment it is sent, because it says how late it is.

public import Foundation
public import Sessions

/// Composes alerts. Pure: time and zone come in.
public struct AlertMail: Sendable {
  private let templates: AlertTemplates
  private let zone: TimeZone

  /// Takes the words, and the zone that the server's clock is read in.
  public init(templates: AlertTemplates, zone: TimeZone) {
    self.templates = templates
    self.zone = zone
  }

  /// A mail that is younger than this says nothing of a delay: the login is just now. Seconds.
  static let lateAfter: TimeInterval = 2

  /// The whole message, CRLF line ends, ready for DATA.
  public func compose(_ heading: MailHeading, about login: Login, at now: Date) -> Data {
    let (text, html) = templates.render(values(login, at: now))
    let host = Self.domain(login.hostname)
    return MIMEMessage(
      headers: [
        ("From", "\"ssh-alertd on \(host)\" <\(heading.sender)>"), ("To", "<\(address(heading))>"),
        ("Subject", heading.subject), ("Date", TimeText.header(now, in: zone)),
        ("Message-ID", "<\(heading.messageID)>"), ("Auto-Submitted", "auto-generated"),
        ("List-Id", "\"ssh-alertd on \(host)\" <ssh-alertd.\(host)>"),
      ], text: text, html: html, boundary: Self.boundary(heading.messageID)
    ).bytes
  }

  /// What templates can name.
  static let names: Set<String> = [
    "user", "host", "address", "port", "method", "key_type", "fingerprint", "cert_id", "cert_serial", "cert_ca",
    "local_time", "utc_time", "late", "unverified",
  ]

  /// The values of these names; README lists them. A value that is not known is absent.
  func values(_ login: Login, at now: Date) -> [String: Any] {
    let certificate = login.key?.certificate
    let values: [String: String?] = [
      "user": login.user, "host": login.hostname, "address": login.origin.address, "port": "\(login.origin.port)",
      "method": login.method, "key_type": login.key?.type, "fingerprint": login.key?.fingerprint,
      "cert_id": certificate?.id, "cert_serial": certificate?.serial, "cert_ca": certificate?.authority,
      "local_time": TimeText.local(login.at.date, in: zone),
      "utc_time": zone.secondsFromGMT(for: login.at.date) == 0 ? nil : TimeText.utc(login.at.date),
      "late": lateness(of: login, at: now),
      "unverified": login.isVerified ? nil : "yes",
    ]
    return values.compactMapValues { $0?.printable(limit: 512) }
  }

  private func lateness(of login: Login, at now: Date) -> String? {
    let age = now.timeIntervalSince(login.at.date)
    return age < Self.lateAfter ? nil : TimeText.span(age)
  }

  /// The recipient in full: a local name is one of the sender's domain.
  private func address(_ heading: MailHeading) -> String {
    let domain = heading.sender.drop { $0 != "@" }
    return heading.recipient.contains("@") ? heading.recipient : heading.recipient + domain
  }

  /// RFC 2046, section 5.1.1 allows 70 characters, of which `MIMEMessage` adds two; the UUID at the start is in these.
  private static func boundary(_ messageID: String) -> String {
    String(messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(60))
  }

  /// A host name that can stand in a header: what is no letter, digit, dot or hyphen becomes a hyphen.
  private static func domain(_ hostname: String) -> String {
    let allowed = hostname.prefix(253).map { character in
      character.isASCII && (character.isLetter || character.isNumber || ".-".contains(character)) ? character : "-"
    }
    return allowed.isEmpty ? "localhost" : String(allowed)
  }
}
