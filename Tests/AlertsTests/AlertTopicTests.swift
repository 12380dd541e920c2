// What a mail is about, in one line.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct AlertTopicTests {
  @Test func `a login's subject says who, where and from where`() {
    #expect(AlertTopic.login(LoginReport(.make())).subject == "alice logged in to web1 from 203.0.113.7")
  }

  @Test func `a hostile name is shown and bounded`() {
    let subject = AlertTopic.login(LoginReport(.make(user: "x\r\nBcc: y" + String(repeating: "z", count: 500)))).subject
    #expect(subject.hasPrefix(#"x\u{d}\u{a}Bcc: yzzz"#))
    #expect(subject.hasSuffix("z… logged in to web1 from 203.0.113.7"))
    #expect(subject.count < 200)
  }

  @Test(arguments: Gap.Reason.allCases) func `a gap's subject says whether it is over, where it may go on`(
    reason: Gap.Reason
  ) {
    let end = reason.mayGoOn ? "logins can be seen again" : "logins may have been missed"
    #expect(AlertTopic.gap(.make(reason), isOver: false).subject == "web1: logins may have been missed")
    #expect(AlertTopic.gap(.make(reason), isOver: true).subject == "web1: \(end)")
  }

  @Test func `the host is that of what it is about`() {
    #expect(AlertTopic.login(LoginReport(.make(host: "db1"))).hostname == "db1")
    #expect(AlertTopic.gap(.make(host: "db1"), isOver: true).hostname == "db1")
  }
}
