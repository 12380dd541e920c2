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
    let parts = parts(topic, at: now)
    return MIMEMessage(
      headers: headers(heading, about: topic, at: now), text: parts.text, html: parts.html,
      boundary: Self.boundary(heading.messageID)
    ).bytes
  }

  /// The text part and the HTML part, as a reader sees them.
  public func parts(_ topic: AlertTopic, at now: Date) -> (text: String, html: String) {
    switch topic {
    case .login(let report): parts(.loginText, .loginHTML, values(report, at: now))
    case .gap(let gap, let isOver): parts(.gapText, .gapHTML, values(gap, isOver: isOver, at: now))
    case .digest(let digest): parts(.digestText, .digestHTML, values(digest, at: now), inColumns: true)
    case .logout(let logout): parts(.logoutText, .logoutHTML, values(logout, at: now))
    case .failures(let burst): parts(.failuresText, .failuresHTML, values(burst, at: now))
    case .weekly(let week): parts(.weeklyText, .weeklyHTML, values(week, at: now))
    }
  }

  /// - Parameter inColumns: true for text whose lines are rows of a table, however long.
  private func parts(
    _ text: TemplateFile, _ html: TemplateFile, _ values: TemplateValues, inColumns: Bool = false
  ) -> (text: String, html: String) {
    let words = templates.render(text, values)
    return (inColumns ? words : words.folded(at: Self.textWidth), templates.render(html, values))
  }

  private func headers(_ heading: MailHeading, about topic: AlertTopic, at now: Date) -> [HeaderField] {
    let from = "ssh-alertd on \(topic.hostname.printable(limit: 64))"
    let domain = MailDomain.of(sender: heading.sender, on: topic.hostname)
    let thread = "\(MailThread(of: topic, in: zone).id)@\(domain)"
    return [
      HeaderField("From", .named(from, id: Self.address(heading.sender, in: domain) ?? "ssh-alertd@\(domain)")),
      HeaderField(
        "To", Self.address(heading.recipient, in: domain).map { .id($0) } ?? .keyword("undisclosed-recipients:;")),
      HeaderField("Subject", .text(heading.subject)),
      HeaderField("Date", .keyword(TimeText.header(now, in: zone))),
      HeaderField("Message-ID", .id(heading.messageID)),
      HeaderField("In-Reply-To", .id(thread)), HeaderField("References", .id(thread)),
      HeaderField("Auto-Submitted", .keyword("auto-generated")),
      HeaderField("List-Id", .named(from, id: "ssh-alertd.\(MailDomain.of(host: topic.hostname))")),
    ]
  }

  /// An address in full: a local account is one of the domain's. Nil for what is no address.
  private static func address(_ text: String, in domain: String) -> String? {
    guard let address = try? MailAddress(text) else { return nil }  // The envelope has it, and the server judges it.
    return address.domain == nil ? "\(address.localPart)@\(domain)" : address.text
  }

  /// RFC 2046, section 5.1.1 allows 70 characters, of which `MIMEMessage` adds two; the UUID at the start is in these.
  private static func boundary(_ messageID: String) -> String {
    String(messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(60))
  }
}
