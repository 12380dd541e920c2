// What is fixed when a mail is queued.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct MailHeadingTests {
  @Test func `the subject is its topic's`() {
    let topic = AlertTopic.login(LoginReport(.make(user: "bob")))
    #expect(MailHeading(about: topic, from: "a@b", to: "c@d", unique: UUID()).subject == topic.subject)
  }

  @Test(arguments: [
    ("ssh-alertd@example.org", "example.org"), ("root", "web1"), ("jörg@bücher.example", "xn--bcher-kva.example"),
    ("root@[192.0.2.1]", "[192.0.2.1]"), ("a@b> <c", "web1"), ("", "web1"),
  ])
  func `the Message-ID has the sender's domain, or the host where there is none`(sender: String, domain: String) {
    let unique = UUID()
    let heading = MailHeading(about: .login(LoginReport(.make())), from: sender, to: "you@example.org", unique: unique)
    #expect(heading.messageID == "\(unique.uuidString.lowercased()).ssh-alertd@\(domain)")
    #expect(heading.sender == sender)
    #expect(heading.recipient == "you@example.org")
  }

  @Test func `each heading has a Message-ID of its own`() {
    let ids = (1...5).map { _ in
      MailHeading(about: .login(LoginReport(.make())), from: "a@b", to: "c@d", unique: UUID()).messageID
    }
    #expect(Set(ids).count == 5)
  }
}
