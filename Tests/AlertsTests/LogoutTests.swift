// The mail about the end of a session.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct LogoutTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
  }

  private func make(
    user: String = "alice", lasted seconds: Int64 = 760, _ sign: SessionEnd.Sign = .disconnect, at place: Place? = nil
  ) throws -> Logout {
    try #require(Logout(.make(user: user, end: .make(at: seconds, sign: sign)), from: place))
  }

  private func parts(_ logout: Logout, at seconds: Int64 = 761) -> [String] {
    let parts = composer.parts(.logout(logout), at: Timestamp.at(seconds).date)
    return [parts.text, parts.html]
  }

  @Test func `there is none while the session is open`() {
    #expect(Logout(.make()) == nil)
  }

  @Test(arguments: [
    (Int64(0), "0:00:00"), (59, "0:00:59"), (760, "0:12:40"), (3600, "1:00:00"), (90_061, "25:01:01"), (-5, "0:00:00"),
  ]) func `the subject says who, where, how long and from where`(seconds: Int64, length: String) throws {
    let topic = AlertTopic.logout(try make(lasted: seconds))
    #expect(topic.subject == "alice logged out of web1 after \(length) (203.0.113.7)")
    #expect(topic.hostname == "web1")
  }

  @Test func `a hostile name is shown and bounded`() throws {
    let subject = try make(user: "x\r\nBcc: y" + String(repeating: "z", count: 500)).subject
    #expect(subject.hasPrefix(#"x\u{d}\u{a}Bcc: yzzz"#))
    #expect(subject.count < 200)
  }

  @Test(arguments: SessionEnd.Sign.allCases)
  func `both parts say when it began and ended, and how`(sign: SessionEnd.Sign) throws {
    for folded in parts(try make(sign, at: .make())) {
      let part = folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for fact in [
        "2026-11-24 17:03:09 UTC", "2026-11-24 17:15:49 UTC", "0:12:40", sign.what, "203.0.113.7", "about Prague, CZ",
        "password",
      ] { #expect(part.contains(fact), "\(fact)") }
      #expect(part.contains("at most") == [.reboot, .lost].contains(sign))
      for word in ["late", "could not confirm", "{{"] { #expect(!part.contains(word), "\(word)") }
    }
  }

  @Test func `each sign has words of its own`() {
    #expect(Set(SessionEnd.Sign.allCases.map(\.what)).count == SessionEnd.Sign.allCases.count)
  }

  @Test func `it says how late it is, and what nobody could confirm`() throws {
    var logout = try make()
    logout.login.isVerified = false
    for part in parts(logout, at: 760 + 7200) {
      #expect(part.contains("the logout was 2 h ago."))
      #expect(part.contains("could not confirm"))
    }
  }

  @Test func `a template can name all that a mail can say`() throws {
    var logout = try make(at: .make())
    logout.login.isVerified = false
    #expect(composer.values(logout, at: .distantFuture).names == AlertMail.logoutNames)
  }
}
