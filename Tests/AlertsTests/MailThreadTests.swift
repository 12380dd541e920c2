// Which mails are shown together, and that no name can get into another's thread.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct MailThreadTests {
  private func thread(_ topic: AlertTopic, _ zone: TimeZone = .gmt) -> String { MailThread(of: topic, in: zone).id }

  private func thread(user: String = "alice", host: String = "web1", at seconds: Int64 = 0) -> String {
    thread(.login(LoginReport(.make(user: user, at: seconds, host: host))))
  }

  @Test func `logins of a user to a host are one on a day of the server's clock`() throws {
    #expect(thread() == "thread.login.2026-11-24.alice.web1")
    #expect(thread(at: 6 * 3600) == thread())
    #expect(thread(at: 7 * 3600) != thread())
    let berlin = try #require(TimeZone(secondsFromGMT: 3600))
    #expect(thread(.login(LoginReport(.make(at: 6 * 3600))), berlin) == "thread.login.2026-11-25.alice.web1")
    #expect(thread(.login(LoginReport(.make(address: "192.0.2.1", method: "publickey")))) == thread())
  }

  @Test func `users and hosts that are others have others`() {
    let names = [
      ("alice", "web1"), ("bob", "web1"), ("alice", "web2"), ("a.b", "c"), ("a", "b.c"), ("a_2eb", "c"), ("A", "b"),
      ("a", "b"),
      ("", "ab"), ("ab", ""), ("_", "a"), ("", "a"), ("ö", "a"), ("_c3_b6", "a"), ("a\0", "b"), ("a", "\0b"),
      (String(repeating: "x", count: 40), "a"), (String(repeating: "x", count: 41), "a"),
      (String(repeating: "x", count: 70) + "y", "a"), (String(repeating: "x", count: 70) + "z", "a"),
    ]
    #expect(Set(names.map { thread(user: $0.0, host: $0.1) }).count == names.count)
  }

  @Test func `a gap's is of its host and reason, a digest's of its host and day`() {
    #expect(
      thread(.gap(.make(.suppressed), isOver: false)) == thread(.gap(.make(.suppressed, from: 90_000), isOver: true)))
    #expect(thread(.gap(.make(.suppressed), isOver: false)) != thread(.gap(.make(.vacuumed), isOver: false)))
    let digest = Digest(hostname: "web1", lines: [.init(.make(), reason: .limit)], count: 1)
    #expect(thread(.digest(digest)) == "thread.digest.2026-11-24.web1")
    #expect(thread(.digest(Digest(hostname: "web1", lines: [], count: 0))) == "thread.digest._.web1")
  }

  @Test func `a logout's is that of its login, however long it lasted`() throws {
    let logout = try #require(Logout(.make(end: .make(at: 99_999))))
    #expect(thread(.logout(logout)) == thread())
  }

  @Test func `a burst's is of its host and day, a week's of its host`() {
    let burst = FailureBurst(on: "web1", from: .at(-9), to: .at(0), count: 1)
    #expect(thread(.failures(burst)) == "thread.failures.2026-11-24.web1")
    #expect(thread(.weekly(WeeklySummary(of: "web1", from: .at(0), to: .at(9)))) == "thread.weekly.web1")
  }

  @Test func `whatever is in a name, it is an id of RFC 5322, and bounded`() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<500 {
      let id = thread(user: .hostile(&random), host: .hostile(&random))
      #expect(try /[a-z0-9_\-]+(\.[a-z0-9_\-]+){4}/.wholeMatch(in: id) != nil, "\(id)")
      #expect(id.utf8.count < 300)
    }
  }
}
