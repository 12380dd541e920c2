// An alert as a mail. Composed at the moment it is sent, because it says how late it is.

public import Foundation
import Sessions

/// Composes alerts. Pure: time and zone come in.
public struct AlertMail: Sendable {
  private let templates: AlertTemplates
  let zone: TimeZone

  /// Takes the words, and the zone that the server's clock is read in.
  public init(templates: AlertTemplates, zone: TimeZone) {
    self.templates = templates
    self.zone = zone
  }

  /// Columns of the text part.
  private static let textWidth = 72

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
