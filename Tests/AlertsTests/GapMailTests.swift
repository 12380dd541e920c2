// The alert about a time in which logins may have been missed, as its reader gets it.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct GapMailTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: try #require(TimeZone(identifier: "UTC")))
  }

  private func mail(about gap: Gap, isOver: Bool) throws -> ParsedMail {
    let topic = AlertTopic.gap(gap, isOver: isOver)
    let heading = MailHeading(about: topic, from: "ssh-alertd@web1.example.org", to: "you@example.org", unique: UUID())
    return try ParsedMail(composer.compose(heading, about: topic, at: Timestamp.at(0).date))
  }

  /// Without line breaks, and without what HTML must escape.
  private func words(_ text: String) -> String {
    text.replacing("&#39;", with: "'").replacing("&quot;", with: "\"").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  @Test(arguments: Gap.Reason.allCases, [true, false])
  func `both parts say what happened, since when, and what to do`(reason: Gap.Reason, isOver: Bool) throws {
    let mail = try mail(about: .make(reason, entries: 1234), isOver: isOver)
    #expect(mail.defects == [])
    #expect(mail.headers["Subject"] == AlertTopic.gap(.make(reason), isOver: isOver).subject)
    #expect(mail.headers["From"] == "ssh-alertd on web1 <ssh-alertd@web1.example.org>")
    #expect(mail.parts.count == 2)
    for part in mail.parts.map(words) {
      for fact in [reason.what, reason.advice, "web1", "2026-11-24 17:03:09 UTC", "1234 entries"] {
        #expect(part.contains(fact), "\(fact)")
      }
      #expect(part.contains("2026-11-24 17:04:09 UTC") == isOver)
      #expect(part.contains("It goes on") == !isOver)
      #expect(!part.contains("{{"))
    }
  }

  @Test func `a count that nobody knows is not said`() throws {
    for part in try mail(about: .make(), isOver: true).parts { #expect(!part.contains("Missing")) }
  }

  @Test func `a template can name all that a mail can say`() {
    #expect(composer.values(.make(entries: 1), isOver: true, at: .now).names == AlertMail.gapNames)
  }

  @Test func `a hostile host name is data in either part`() throws {
    let mail = try mail(about: .make(host: "<b>web1</b>\r\nBcc: evil@example.org"), isOver: false)
    #expect(mail.defects == [])
    #expect(mail.headers["Bcc"] == nil)
    #expect(mail.parts[0].contains(#"<b>web1</b>\u{d}\u{a}Bcc: evil"#))
    #expect(!mail.parts[1].contains("<b>"))
    #expect(mail.parts[1].contains("&lt;b&gt;web1"))
  }
}
