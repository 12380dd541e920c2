// The mail about many logins, as its reader gets it.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct DigestMailTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
  }

  private func parts(_ digest: Digest, at seconds: Int64 = 3600) -> [String] {
    let parts = composer.parts(.digest(digest), at: Timestamp.at(seconds).date)
    return [parts.text, parts.html]
  }

  private static func make(_ lines: [Digest.Line], count: Int? = nil, host: String = "web1") -> Digest {
    Digest(hostname: host, lines: lines, count: count ?? lines.count)
  }

  private static func line(
    _ seconds: Int64 = 0, user: String = "alice", address: String = "203.0.113.7", host: String = "web1",
    news: [News] = [], reason: Digest.Reason = .limit
  ) -> Digest.Line {
    Digest.Line(.make(user: user, address: address, at: seconds, host: host), news: news, reason: reason)
  }

  @Test func `a line stands for each login, in order, in columns`() {
    let digest = Self.make([Self.line(), Self.line(1, user: "bob", address: "2001:db8::1"), Self.line(86_400)])
    let (text, html) = (parts(digest)[0], parts(digest)[1])
    #expect(
      text.contains(
        """

        2026-11-24
          17:03:09  alice  203.0.113.7  password
          17:03:10  bob    2001:db8::1  password

        2026-11-25
          17:03:09  alice  203.0.113.7  password

        """))
    #expect(html.contains("<h2>2026-11-24</h2>"))
    #expect(html.contains("<tr><td>17:03:10<td>bob<td>2001:db8::1 password\n"))
  }

  @Test func `a server is named where there are several`() {
    let digest = Self.make([Self.line(), Self.line(1, host: "db1")])
    #expect(parts(digest)[0].contains("  17:03:10  alice  db1   203.0.113.7  password\n"))
    #expect(parts(digest)[1].contains("<td>alice<br>db1<td>"))
    #expect(!parts(Self.make([Self.line()]))[1].contains("alice<br>"))
  }

  @Test(arguments: [
    (1, 0, 1, "1 login to web1"), (12, 0, 1, "12 logins to web1"),
    (12, 2, 1, "12 logins to web1, 2 with something new"),
    (3, 0, 3, "3 logins to 3 hosts"), (3, 1, 3, "3 logins to 3 hosts, 1 with something new"),
  ]) func `the subject says how many, where, and how many have something new`(
    count: Int, new: Int, hosts: Int, subject: String
  ) {
    let lines = (0..<count).map {
      Self.line(host: hosts == 1 ? "web1" : "web\($0 % hosts)", news: $0 < new ? [.key] : [])
    }
    #expect(AlertTopic.digest(Self.make(lines)).subject == subject)
    for part in parts(Self.make(lines)) { #expect(part.contains(subject)) }
  }

  @Test func `it says from when to when, and why they come together`() {
    let lines = [
      Self.line(-7200, reason: .late), Self.line(), Self.line(60), Self.line(120, reason: .mailed),
      Self.line(180, reason: .rule),
    ]
    for part in parts(Self.make(lines)) {
      for fact in [
        "2026-11-24 15:03:09 UTC", "2026-11-24 17:06:09 UTC", "2 of them were too many for a mail each",
        "1 of them could not",
        "oldest was 3 h ago", "1 of them a rule gathers", "1 of them had a mail of their own",
      ] { #expect(part.contains(fact), "\(fact)") }
    }
    for part in parts(Self.make([Self.line()])) {
      for word in ["could not be told", "had a mail", "a rule gathers", "own mail", "NEW", "Something new", "more"] {
        #expect(!part.contains(word), "\(word)")
      }
    }
  }

  @Test func `what is new stands first, and is marked below`() {
    let lines = [
      Self.line(), Self.line(60, user: "bob", news: [.network, .key]),
      Self.line(120, user: "eve", news: [.login, .key]),
    ]
    let (text, html) = (parts(Self.make(lines))[0], parts(Self.make(lines))[1])
    #expect(
      text.contains(
        """
        Something new:
          17:04:09  bob  203.0.113.7  new network, new key
          17:05:09  eve  203.0.113.7  first login

        """))
    #expect(text.contains("  17:04:09  bob    203.0.113.7  password  NEW\n"))
    #expect(html.contains("<b>new network, new key</b>"))
    #expect(html.contains("<td>203.0.113.7 password <b>NEW</b>\n"))
  }

  @Test func `what is new on one of several days has its day`() {
    #expect(
      parts(Self.make([Self.line(news: [.key]), Self.line(86_400)]))[0].contains(
        "  2026-11-24  17:03:09  alice  203.0.113.7  new key\n"))
  }

  @Test func `marks say what had its own mail, and what nobody could confirm`() {
    var line = Self.line(news: [.key], reason: .mailed)
    line.login.isVerified = false
    #expect(parts(Self.make([line]))[0].contains("  NEW, own mail, unverified\n"))
    #expect(parts(Self.make([line]))[1].contains("<b>NEW</b> (own mail) (unverified)\n"))
  }

  @Test func `many have a summary of the ten most frequent, and the rest in a number`() {
    let lines = (0..<100).map { Self.line(Int64($0), user: $0 < 80 ? "alice" : "bob", address: "203.0.113.\($0 % 20)") }
    let text = parts(Self.make(lines))[0]
    #expect(text.contains("\nBy user:\n  alice  80\n  bob    20\n\nBy address:\n  203.0.113.0   5\n"))
    #expect(text.contains("\n  10 others     50\n"))
    #expect(parts(Self.make(lines))[1].contains("<tr><td>10 others<td>50\n"))
    #expect(!parts(Self.make(Array(lines.prefix(19))))[0].contains("By user"))
  }

  @Test func `what is not listed is counted, with the command that shows it`() {
    for part in parts(Self.make([Self.line(), Self.line(60)], count: 5002)) {
      #expect(part.contains("5000 more are in the record"))
      #expect(part.contains("ssh-alertd history --since 2026-11-24T17:04:09 --limit 5000"))
      #expect(part.contains("5002 logins to web1"))
    }
  }

  @Test func `with more that is new than fits at the top the rest is counted`() {
    let part = parts(Self.make((0..<40).map { Self.line(Int64($0), news: [.key]) }))[0]
    #expect(part.contains("  and 10 more, marked NEW below\n"))
    #expect(part.split(separator: "\n").count { $0.hasSuffix("new key") } == 30)
  }

  @Test func `no line is longer than 72 columns where names are not`() {
    let lines = (0..<50).map {
      Self.line(
        Int64($0), user: "deployment-user", address: "203.0.113.\(100 + $0)", host: "web\($0 % 2)",
        news: [.network, .key])
    }
    for line in parts(Self.make(lines, count: 100_000))[0].split(separator: "\n") {
      #expect(line.count <= 72, "\(line)")
    }
  }

  @Test func `a template can name all that a mail can say`() {
    var lines = (0..<40).map { Self.line(Int64($0), host: "web\($0 % 2)", news: [.key], reason: .mailed) }
    lines += [Self.line(reason: .late), Self.line(reason: .limit), Self.line(reason: .rule)]
    lines[0].login.isVerified = false
    #expect(composer.values(Self.make(lines, count: 50), at: .now).names == AlertMail.digestNames)
    #expect(parts(Self.make(lines)).allSatisfy { !$0.contains("{{") })
  }

  @Test func `a name of a row is never one of the mail, where mustache looks next`() {
    let values = composer.values(Self.make((0..<40).map { Self.line($0, news: [.key]) }, count: 50), at: .now)
    let rows = ["new_logins", "users", "addresses", "days"].reduce(into: Set<String>()) { names, name in
      for row in values.rows(name) { names.formUnion(row.names) }
    }
    #expect(
      rows.isDisjoint(with: ["title", "host", "hosts", "count", "late", "limited", "mailed", "news", "more", "users"]))
  }

  @Test func `one without any login is still a mail`() throws {
    let mail = try ParsedMail(
      composer.compose(
        MailHeading(about: .digest(Self.make([])), from: "a@b", to: "c@d", unique: UUID()),
        about: .digest(Self.make([])),
        at: .now))
    #expect(mail.defects == [])
    #expect(mail.headers["Subject"] == "0 logins to web1")
  }

  @Test func `the longest one there is stays within what servers take`() {
    let name = String(repeating: "漢", count: 500)
    let lines = (0..<Digest.mostLines).map {
      Self.line(Int64($0), user: name, address: name, host: "\($0)\(name)", news: [.key])
    }
    let topic = AlertTopic.digest(Self.make(lines))
    let heading = MailHeading(about: topic, from: "a@b", to: "c@d", unique: UUID())
    #expect(composer.compose(heading, about: topic, at: .now).count < 9_000_000)
  }
}
