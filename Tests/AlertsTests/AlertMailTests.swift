// The alert about a login, as its reader gets it.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct AlertMailTests {
  private let composer: AlertMail
  private static let heading = MailHeading(
    sender: "ssh-alertd@web1.example.org", recipient: "you@example.org", messageID: "1-2.x@web1.example.org",
    subject: "alice logged in to web1 from 203.0.113.7")

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: try #require(TimeZone(identifier: "UTC")))
  }

  private func mail(
    about login: Login = .make(), heading: MailHeading = heading, at seconds: Double = 0
  ) throws -> ParsedMail {
    try ParsedMail(composer.compose(heading, about: .login(LoginReport(login)), at: Timestamp.at(0).date + seconds))
  }

  @Test func `its headers are those of an alert`() throws {
    let mail = try mail(at: 1)
    #expect(mail.defects == [])
    #expect(mail.headers["From"] == "ssh-alertd on web1 <ssh-alertd@web1.example.org>")
    #expect(mail.headers["To"] == "<you@example.org>" || mail.headers["To"] == "you@example.org")
    #expect(mail.headers["Subject"] == Self.heading.subject)
    #expect(mail.headers["Date"] == "Tue, 24 Nov 2026 17:03:10 +0000")
    #expect(mail.headers["Message-ID"] == "<1-2.x@web1.example.org>")
    for name in ["In-Reply-To", "References"] {
      #expect(mail.headers[name] == "<thread.login.2026-11-24.alice.web1@web1.example.org>")
    }
    #expect(mail.headers["Auto-Submitted"] == "auto-generated")
    #expect(mail.headers["List-Id"] == "\"ssh-alertd on web1\" <ssh-alertd.web1>")
  }

  @Test func `a name in any script is an encoded word, and the address is not`() throws {
    let mail = try mail(about: .make(host: "wëb1"))
    #expect(mail.defects == [])
    #expect(mail.headers["From"] == "ssh-alertd on wëb1 <ssh-alertd@web1.example.org>")
    #expect(mail.headers["List-Id"]?.hasSuffix("<ssh-alertd.xn--wb1-jma>") == true)
  }

  @Test(arguments: [
    (
      "ssh-alertd@web1.example.org", "you@bücher.example", "From: \"ssh-alertd on web1\" <ssh-alertd@web1.example.org>",
      "To: <you@xn--bcher-kva.example>"
    ),
    (
      "jörg@example.org", "jörg@bücher.example", "From: \"ssh-alertd on web1\" <jörg@example.org>",
      "To: <jörg@xn--bcher-kva.example>"
    ),
    ("root", "admin", "From: \"ssh-alertd on web1\" <root@web1>", "To: <admin@web1>"),
    ("a@[192.0.2.1]", "admin", "From: \"ssh-alertd on web1\" <a@[192.0.2.1]>", "To: <admin@[192.0.2.1]>"),
    ("a b", "c, d@example.org", "From: \"ssh-alertd on web1\" <ssh-alertd@web1>", "To: undisclosed-recipients:;"),
  ]) func `addresses are in ASCII but for a local part that has no other form`(
    sender: String, recipient: String, from: String, to: String
  ) throws {
    let heading = MailHeading(about: .login(LoginReport(.make())), from: sender, to: recipient, unique: UUID())
    let bytes = composer.compose(heading, about: .login(LoginReport(.make())), at: Timestamp.at(0).date)
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines[0] == from)
    #expect(lines[1] == to)
    let isASCII = sender.utf8.allSatisfy { $0 < 0x80 }
    #expect(try ParsedMail(bytes).defects.isEmpty == isASCII, "Python's parser takes RFC 6532 for a defect")
  }

  @Test func `a login with several factors names all of them`() throws {
    var login = Login.make(method: "password")
    login.earlierFactors = [Factor(method: "publickey"), Factor(method: "keyboard-interactive/pam")]
    for part in try mail(about: login).parts {
      #expect(part.contains("publickey,keyboard-interactive/pam,password"))
    }
  }

  @Test(arguments: [(0, nil), (1.9, nil), (2, "2 s"), (200, "3 min 20 s"), (-60, nil), (7 * 86400, "7 d")])
  func `a mail says how late it is from two seconds on`(seconds: Double, span: String?) throws {
    for part in try mail(at: seconds).parts {
      #expect(part.contains("This mail is late") == (span != nil))
      if let span { #expect(part.contains("the login was \(span) ago")) }
    }
  }

  @Test func `an unverified login is said to be one`() throws {
    for part in try mail(about: .make(verified: false)).parts {
      #expect(part.contains("could not confirm that sshd itself wrote this entry"))
    }
  }

  @Test func `a hostile name is data in either part`() throws {
    let name = "<script>alert('x')</script>\"&{{user}}\r\nFrom: evil"
    let certificate = Certificate(id: "<img src=x onerror=y>", serial: nil, authority: nil)
    let key = KeyUse(type: "RSA-CERT", fingerprint: nil, certificate: certificate)
    let mail = try mail(about: .make(user: name, key: key))
    #expect(mail.defects == [])
    let (text, html) = (mail.parts[0], mail.parts[1])
    #expect(text.contains(#"<script>alert('x')</script>"&{{user}}\u{d}\u{a}From: evil"#))
    #expect(!html.contains("<script>"))
    #expect(!html.contains("<img"))
    #expect(html.contains("&lt;script&gt;"))
    #expect(html.contains("&lt;img src=x onerror=y&gt;"))
  }

  @Test(arguments: [
    "web1.example.org", "wëb1", "web1\r\nBcc: evil@example.org", "web1> <evil@example.org", "",
    String(repeating: "w", count: 500),
  ])
  func `a hostile host name cannot leave its place`(host: String) throws {
    let mail = try mail(about: .make(host: host))
    #expect(mail.defects == [])
    #expect(mail.headers["Bcc"] == nil)
    #expect(mail.headers["From"]?.hasSuffix("<ssh-alertd@web1.example.org>") == true)
  }

  @Test func `a boundary is within the 70 characters of RFC 2046, however long the domain is`() throws {
    let domain = String(repeating: "department.", count: 15) + "example.org"
    let heading = MailHeading(
      about: .login(LoginReport(.make())), from: "ssh-alertd@\(domain)", to: "you@example.org", unique: UUID())
    let text = String(decoding: composer.compose(heading, about: .login(LoginReport(.make())), at: .now), as: UTF8.self)
    let boundary = try #require(text.firstMatch(of: /boundary="([^"]*)"/)?.1)
    #expect(boundary.utf8.count <= 70)
    #expect(boundary.hasPrefix("=_"))
  }
}
