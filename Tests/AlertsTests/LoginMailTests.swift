// The mail about a login, as its reader gets it: all that is known, and nothing else.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct LoginMailTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(
      templates: try AlertTemplates(), zone: try #require(TimeZone(secondsFromGMT: 3600)))
  }

  private func parts(_ report: LoginReport, at seconds: Int64 = 1) -> [String] {
    let parts = composer.parts(.login(report), at: Timestamp.at(seconds).date)
    return [parts.text, parts.html]
  }

  /// Without line breaks, elements, and what HTML must escape: what a reader reads.
  private func words(_ part: String) -> String {
    let body = part.firstRange(of: "<body").map { part[$0.lowerBound...] } ?? part[...]
    return body.replacing(/<[^>]*>/, with: " ").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&amp;", with: "&").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A login with all that there is to tell.
  private static func known() -> LoginReport {
    let certificate = Certificate(id: "laptop-cert", serial: "42", authority: "SHA256:ca")
    var report = LoginReport.make(
      .make(
        user: "bob", method: "publickey",
        key: KeyUse(type: "RSA-CERT", fingerprint: "SHA256:own", certificate: certificate)), at: .make(),
      news: [.country, .failures])
    report.id = 17
    report.findings.reverseName = "dsl-7.example.net"
    report.findings.keyName = KeyName(comment: "bob@laptop", options: "from=\"10.0.0.0/8\"")
    report.failures = LoginReport.Failures(fromSource: 7, forUser: 9)
    report.previous = PastLogin(at: .at(-7500), address: "192.0.2.1", place: .make("JP", city: "Tokyo"))
    report.openSessions = [.make(user: "carol", address: "2001:db8::5", at: -60), .make(user: "dave", at: -120)]
    report.openCount = 4
    report.reason = "rule 3"
    return report
  }

  @Test func `both parts say all that is known`() {
    for part in parts(Self.known()).map(words) {
      for fact in [
        "bob logged in to web1 from 203.0.113.7 (Prague, CZ)", "the first login of bob from CZ",
        "after 7 failed attempts from the same source", "203.0.113.7, port 50000", "dsl-7.example.net",
        "approximate, by test",
        "AS64500 Example Telecom", "2026-11-24 18:03:09 UTC+01:00", "2026-11-24 17:03:09 UTC", "publickey", "RSA-CERT",
        "SHA256:own", "bob@laptop", "from=\"10.0.0.0/8\"", "laptop-cert (serial 42)", "SHA256:ca",
        "7 from this source, 9 under this name, in the 24 hours before",
        "2026-11-24 15:58:09 UTC+01:00, 2 h 5 min earlier from 192.0.2.1 (Tokyo, JP)",
        "carol from 2001:db8::5 since 2026-11-24 18:02:09 UTC+01:00",
        "dave from 203.0.113.7 since 2026-11-24 18:01:09 UTC+01:00", "and 2 more", "rule 3", "passwd -l bob",
        "ssh-alertd explain 17", "ssh-alertd on web1, login 17",
      ] { #expect(part.contains(fact), "\(fact)") }
      #expect(!part.contains("{{"))
    }
  }

  @Test func `what is not known is not said`() {
    for part in parts(.make()) {
      for word in [
        "Key ", "width=\"88\">Key", "Cert", "CA ", "late:", "confirm", "Something new", "Place", "approximate",
        "Why", "over,", "login 1", "explain",
      ] { #expect(!part.contains(word), "\(word)") }
      for fact in ["none in the 24 hours before", "no login of alice on record", "no other session"] {
        #expect(words(part).contains(fact), "\(fact)")
      }
    }
  }

  @Test func `a place without a city, or without a country, is still one`() {
    #expect(words(parts(.make(at: .make(city: nil)))[0]).contains("(CZ)"))
    for part in parts(.make(at: .make(nil, city: nil))).map(words) {
      #expect(part.contains("AS64500 Example Telecom") && part.contains("approximate, by test"))
    }
  }

  @Test func `a session that is over has its length, and the step that ends it is gone`() {
    var report = LoginReport.make()
    report.login.session.end = .make(at: 45)
    for part in parts(report, at: 60).map(words) {
      #expect(part.contains("over, it lasted 45 s"))
      #expect(!part.contains("loginctl"))
    }
  }

  @Test(arguments: [(0, nil), (5, nil), (6, "and 1 more"), (100, "and 95 or more more")] as [(Int, String?)])
  func `open sessions that are not listed are counted`(count: Int, words more: String?) {
    var report = LoginReport.make()
    report.openSessions = (0..<min(count, 5)).map { .make(user: "u\($0)") }
    report.openCount = count
    for part in parts(report).map(words) {
      #expect(part.contains("more") == (more != nil))
      if let more { #expect(part.contains(more)) }
    }
  }

  @Test func `a login before that seems to be later has no span`() {
    var report = LoginReport.make()
    report.previous = PastLogin(at: .at(60), address: "192.0.2.1")
    for part in parts(report).map(words) {
      #expect(part.contains("18:04:09 UTC+01:00 from 192.0.2.1"))
      #expect(!part.contains("earlier"))
    }
  }

  @Test func `a template can name all that a mail can say`() {
    let values = composer.values(.full(), at: .distantFuture)
    #expect(values.names == AlertMail.loginNames)
  }

  @Test func `a name of a row is never one of the mail, where mustache looks next`() {
    let values = composer.values(.full(), at: .distantFuture)
    let lists = ["open", "news", "steps"]
    let rows = lists.reduce(into: Set<String>()) { names, name in
      for row in values.rows(name) { names.formUnion(row.names) }
    }
    #expect(rows.isDisjoint(with: AlertMail.loginNames.subtracting(rows)))
    #expect(rows == ["who", "origin", "since", "sentence", "step", "commands", "command"])
  }

  @Test func `the text has lines of 72 columns, but for words that are longer`() {
    let word = { String(repeating: "w", count: 30) + " " + String(repeating: "v", count: 30) }
    for report in [Self.known(), .full(word), .make()] {
      for line in parts(report, at: 100_000)[0].split(separator: "\n") {
        #expect(line.count <= 72 || !line.drop { $0 == " " }.contains(" "), "\(line)")
      }
    }
  }

  @Test func `commands are not folded`() {
    let lines = parts(Self.known())[0].split(separator: "\n")
    for command in Self.known().remedy.flatMap(\.commands) { #expect(lines.contains("    \(command)")) }
  }

  /// Whatever fills the texts: of most bytes, most to escape, both, and the many.
  @Test(arguments: ["😀", "\"", "😀\"", "'<&>", "ö ", "x", "\u{202E}", "\n", "e\u{301}\""])
  func `a mail is below 60 KB with all its texts at their bounds`(piece: String) {
    let topic = AlertTopic.login(.full { String(repeating: piece, count: 2000) })
    let heading = MailHeading(about: topic, from: "ssh-alertd@web1", to: "you@example.org", unique: UUID())
    let mail = composer.compose(heading, about: topic, at: .distantFuture)
    #expect(mail.count < 60_000)
    #expect(composer.parts(topic, at: .distantFuture).html.utf8.count < 60_000)
  }

  @Test func `the first words of the HTML part go on where a list of mails has shown the subject`() throws {
    let html = parts(Self.known())[1]
    let body = try #require(html.firstRange(of: "<body")).upperBound
    let preheader = try #require(html[body...].firstMatch(of: /<div class="preheader"[^>]*>([^<]*)</)?.1)
    #expect(
      preheader
        == "2026-11-24 18:03:09 UTC+01:00, by publickey (bob@laptop); AS64500 Example Telecom; the login before was 2 h 5 min earlier"
    )
    #expect(html[body...].firstRange(of: "{{") == nil)
  }

  @Test func `nothing is fetched from anywhere, and nothing runs`() {
    for word in ["href", "src=", "url(", "@import", "<script", "<img", "<link", "http:", "https:"] {
      #expect(!parts(.full())[1].lowercased().contains(word.lowercased()), "\(word)")
    }
  }
}
