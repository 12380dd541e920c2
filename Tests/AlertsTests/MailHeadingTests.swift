// What is fixed when a mail is queued.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct MailHeadingTests {
  @Test func `the subject says who, where and from where`() {
    #expect(MailHeading.subject(.make()) == "alice logged in to web1 from 203.0.113.7")
  }

  @Test func `a hostile name is shown and bounded`() {
    let subject = MailHeading.subject(.make(user: "x\r\nBcc: y" + String(repeating: "z", count: 500)))
    #expect(subject.hasPrefix(#"x\u{d}\u{a}Bcc: yzzz"#))
    #expect(subject.hasSuffix("z… logged in to web1 from 203.0.113.7"))
    #expect(subject.count < 200)
  }

  @Test(arguments: [("ssh-alertd@example.org", "example.org"), ("root", "root")])
  func `the Message-ID has the sender's domain`(sender: String, domain: String) {
    let unique = UUID()
    let heading = MailHeading(alertAbout: .make(), from: sender, to: "you@example.org", unique: unique)
    #expect(heading.messageID == "\(unique.uuidString.lowercased()).ssh-alertd@\(domain)")
    #expect(heading.sender == sender)
    #expect(heading.recipient == "you@example.org")
  }

  @Test func `each heading has a Message-ID of its own`() {
    let ids = (1...5).map { _ in MailHeading(alertAbout: .make(), from: "a@b", to: "c@d", unique: UUID()).messageID }
    #expect(Set(ids).count == 5)
  }
}
