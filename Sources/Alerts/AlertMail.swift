// An alert as a mail. Composed at the moment it is sent, because it says how late it is.

public import Foundation
import Sessions

/// Composes alerts. Pure: time and zone come in.
public struct AlertMail: Sendable {
  private let templates: AlertTemplates
  private let zone: TimeZone

  /// Takes the words, and the zone that the server's clock is read in.
  public init(templates: AlertTemplates, zone: TimeZone) {
    self.templates = templates
    self.zone = zone
  }

  /// Columns of the text part.
  private static let textWidth = 72

  /// A mail that is younger than this says nothing of a delay: the login is just now. Seconds.
  static let lateAfter: TimeInterval = 2

  /// The whole message, CRLF line ends, ready for DATA.
  public func compose(_ heading: MailHeading, about topic: AlertTopic, at now: Date) -> Data {
    let (text, html) = parts(topic, at: now)
    let host = Self.domain(topic.hostname)
    return MIMEMessage(
      headers: [
        ("From", "\"ssh-alertd on \(host)\" <\(heading.sender)>"), ("To", "<\(address(heading))>"),
        ("Subject", heading.subject), ("Date", TimeText.header(now, in: zone)),
        ("Message-ID", "<\(heading.messageID)>"), ("Auto-Submitted", "auto-generated"),
        ("List-Id", "\"ssh-alertd on \(host)\" <ssh-alertd.\(host)>"),
      ], text: text, html: html, boundary: Self.boundary(heading.messageID)
    ).bytes
  }

  private func parts(_ topic: AlertTopic, at now: Date) -> (text: String, html: String) {
    switch topic {
    case .login(let login):
      let values = values(login, at: now)
      return (templates.render(.loginText, values), templates.render(.loginHTML, values))
    case .gap(let gap, let isOver):
      let values = values(gap, isOver: isOver, at: now)
      let wrapped = values.mapValues { $0.wrapped(at: Self.textWidth) }
      return (templates.render(.gapText, wrapped), templates.render(.gapHTML, values))
    }
  }

  /// What the templates of a login can name.
  static let loginNames: Set<String> = [
    "user", "host", "address", "port", "method", "methods", "key_type", "fingerprint", "cert_id", "cert_serial",
    "cert_ca", "local_time", "utc_time", "late", "unverified",
  ]

  /// What the templates of a gap can name.
  static let gapNames: Set<String> = [
    "title", "host", "what", "advice", "local_time", "local_end", "over", "entries",
  ]

  /// The values of a login's names; README lists them. A value that is not known is absent.
  func values(_ login: Login, at now: Date) -> [String: String] {
    let certificate = login.key?.certificate
    let values: [String: String?] = [
      "user": login.user, "host": login.hostname, "address": login.origin.address, "port": "\(login.origin.port)",
      "method": login.method, "methods": login.earlierFactors.isEmpty ? nil : login.methods,
      "key_type": login.key?.type, "fingerprint": login.key?.fingerprint,
      "cert_id": certificate?.id, "cert_serial": certificate?.serial, "cert_ca": certificate?.authority,
      "local_time": TimeText.local(login.at.date, in: zone),
      "utc_time": zone.secondsFromGMT(for: login.at.date) == 0 ? nil : TimeText.utc(login.at.date),
      "late": lateness(since: login.at, at: now),
      "unverified": login.isVerified ? nil : "yes",
    ]
    return Self.printable(values)
  }

  /// The values of a gap's names.
  func values(_ gap: Gap, isOver: Bool, at now: Date) -> [String: String] {
    Self.printable([
      "title": AlertTopic.gap(gap, isOver: isOver).subject, "host": gap.hostname, "what": gap.reason.what,
      "advice": gap.reason.advice, "local_time": TimeText.local(gap.from.date, in: zone),
      "local_end": TimeText.local(gap.to.date, in: zone), "over": isOver ? "yes" : nil,
      "entries": gap.entries.map { "\($0)" },
    ])
  }

  private static func printable(_ values: [String: String?]) -> [String: String] {
    values.compactMapValues { $0?.printable(limit: 512) }
  }

  private func lateness(since time: Timestamp, at now: Date) -> String? {
    let age = now.timeIntervalSince(time.date)
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
