// The mail about many failed attempts.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct FailureBurstTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
  }

  private func parts(_ burst: FailureBurst, at seconds: Int64 = 1) -> [String] {
    let parts = composer.parts(.failures(burst), at: Timestamp.at(seconds).date)
    return [parts.text, parts.html]
  }

  private static func make(count: Int = 1234, sources: Int = 5, logins: Int = 0, rest: Int = 0) -> FailureBurst {
    var burst = FailureBurst(on: "web1", from: .at(-189), to: .at(0), count: count)
    (burst.sourceCount, burst.userCount, burst.restCount) = (sources, 2, rest)
    burst.sources = [NamedCount("198.51.100.20", 1200), NamedCount("", 34)]
    burst.users = [NamedCount("root", 1000), NamedCount("", 234)]
    burst.logins = (0..<min(logins, 2)).map {
      FailureBurst.Success(.make(address: "198.51.100.2\($0)", at: -60), failures: 1000 * $0)
    }
    burst.loginCount = logins
    return burst
  }

  @Test(arguments: [
    (1, 1, 0, 0, "web1: 1 failed attempt from 1 source"), (1234, 5, 0, 0, "web1: 1234 failed attempts from 5 sources"),
    (1234, 5, 1, 0, "web1: 1234 failed attempts from 5 sources, and a login from one of them"),
    (1234, 5, 3, 0, "web1: 1234 failed attempts from 5 sources, and 3 logins"),
    (20_000, 10_000, 0, 10_000, "web1: 20000 failed attempts from more than 10000 sources"),
  ]) func `the subject says how many, and whether somebody got in`(
    count: Int, sources: Int, logins: Int, rest: Int, subject: String
  ) {
    let burst = Self.make(count: count, sources: sources, logins: logins, rest: rest)
    #expect(AlertTopic.failures(burst).subject == subject)
    for part in parts(burst) { #expect(part.contains(subject)) }
  }

  @Test func `who got in stands first`() {
    for part in parts(Self.make(logins: 5)) {
      for fact in [
        "198.51.100.21", "after 1000 failures", "before the failures", "2026-11-24", "17:02:09", "and 3 more",
      ] {
        #expect(part.contains(fact), "\(fact)")
      }
      #expect(!part.contains("Nobody has logged in"))
    }
    #expect(
      parts(Self.make(logins: 1))[0].contains(
        """

        SOMEBODY LOGGED IN from where others failed:
          2026-11-24  17:02:09  alice  198.51.100.20  before the failures

          Host      web1
        """))
  }

  @Test func `that nobody got in is said as well`() {
    for part in parts(Self.make()) {
      #expect(part.contains("Nobody has logged in from any of these sources."))
      #expect(!part.lowercased().contains("somebody logged in"))
      #expect(!part.contains("not told apart"))
    }
  }

  @Test func `what was not told apart is said, since a login from there would not be found`() {
    for part in parts(Self.make(rest: 77)) {
      #expect(part.contains("Of 77 more failures the source is not told apart."))
      #expect(part.contains("more than 2 names"))
    }
  }

  @Test func `both parts say when, how many and who`() {
    for part in parts(Self.make()) {
      for fact in [
        "2026-11-24 17:00:00 UTC", "2026-11-24 17:03:09 UTC", "1234", "5 sources", "2 names", "198.51.100.20", "1200",
        "source unknown", "root", "1000", "no name",
      ] { #expect(part.contains(fact), "\(fact)") }
      #expect(!part.contains("{{"))
      #expect(!part.contains("late"))
    }
    #expect(parts(Self.make(), at: 3600).allSatisfy { $0.contains("they were counted 1 h ago") })
  }

  @Test func `a template can name all that a mail can say`() {
    #expect(
      composer.values(Self.make(logins: 3, rest: 1), at: .distantFuture).names == AlertMail.failuresNames)
  }

  @Test func `names are printable and bounded before they are kept`() throws {
    var burst = FailureBurst(on: String(repeating: "h\n", count: 500), from: .at(0), to: .at(1), count: 1)
    let name = "\u{1b}[31m" + String(repeating: "漢", count: 500)
    burst.sources = (0..<NamedCount.most).map { NamedCount(name, $0) }
    burst.users = burst.sources
    burst.logins = (0..<FailureBurst.mostLogins).map { _ in .init(.make(user: name, address: name), failures: 1) }
    #expect(burst.users[0].name.hasPrefix(#"\u{1b}[31m漢"#))
    let text = try JSONEncoder().encode(burst)
    #expect(text.count < 10_000)
    #expect(try JSONDecoder().decode(FailureBurst.self, from: text) == burst)
  }
}
