// The mail that says that somebody still watches.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct WeeklySummaryTests {
  private let composer: AlertMail

  init() throws {
    composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
  }

  private func parts(_ week: WeeklySummary, at seconds: Int64 = 1) -> [String] {
    let parts = composer.parts(.weekly(week), at: Timestamp.at(seconds).date)
    return [parts.text, parts.html]
  }

  private static let quiet = WeeklySummary(of: "web1", from: .at(-7 * 86_400), to: .at(0))

  private static let lively = {
    var week = quiet
    week.upSince = .at(-86_400)
    (week.loginCount, week.userCount) = (42, 12)
    week.users = [NamedCount("alice", 30), NamedCount("bob", 2)]
    week.news = [WeeklySummary.NewLogin(.make(user: "deploy", at: -3600), news: [.network, .key])]
    week.newCount = 4
    week.failureCount = 5678
    week.gaps = [
      WeeklySummary.GapLine(.make(.vacuumed), isOver: true), WeeklySummary.GapLine(.make(.logLevel), isOver: false),
    ]
    week.gapCount = 3
    (week.waitingCount, week.failedCount) = (5, 2)
    (week.recordCount, week.oldestAt, week.databaseSize) = (1000, .at(-400 * 86_400), 1_234_567)
    return week
  }()

  @Test(arguments: [
    ("2026-11-24T10:00:00Z", "Europe/Berlin", "2026-11-30T07:00:00Z"),
    ("2026-11-30T06:59:59Z", "Europe/Berlin", "2026-11-30T07:00:00Z"),
    ("2026-11-30T07:00:00Z", "Europe/Berlin", "2026-12-07T07:00:00Z"),
    ("2026-10-24T10:00:00Z", "Europe/Berlin", "2026-10-26T07:00:00Z"),  // In between the clock goes back an hour.
    ("2026-11-29T22:00:00Z", "Asia/Tokyo", "2026-11-29T23:00:00Z"),
  ]) func `it is due on Monday at 8 by the server's clock`(last: String, zone: String, due: String) throws {
    let zone = try #require(TimeZone(identifier: zone))
    #expect(try WeeklySummary.due(after: Date(last, strategy: .iso8601), in: zone)?.formatted(.iso8601) == due)
  }

  @Test func `the subject says how many logins, and what is out of the ordinary`() {
    #expect(AlertTopic.weekly(Self.quiet).subject == "web1: still watching; 0 logins")
    #expect(
      AlertTopic.weekly(Self.lively).subject
        == "web1: still watching; 42 logins, 4 with something new, 3 gaps, 2 mails given up")
  }

  @Test func `both parts say what the week was like`() {
    for part in parts(Self.lively) {
      for fact in [
        "2026-11-17 17:03:09 UTC", "2026-11-24 17:03:09 UTC", "since 2026-11-23 17:03:09 UTC", "4 with something new",
        "5678 failed attempts", "3: logins may have been missed", "5 waiting", "2 given up", "1000 logins, 1.2 MB",
        "the oldest of 2025-10-20 17:03:09 UTC", "alice", "30", "10 others", "2026-11-24", "16:03", "17:04", "now",
        "new network, new key",
        "entries were removed unread", "and 3 before these", "and 1 before these",
      ] { #expect(part.contains(fact), "\(fact)") }
      #expect(!part.contains("{{"))
    }
  }

  @Test func `a quiet week is short`() {
    for part in parts(Self.quiet) {
      for fact in ["none: all was read", "none waiting, none given up", "0 failed attempts", "0 logins, 0 kB"] {
        #expect(part.contains(fact), "\(fact)")
      }
      for word in ["omething new", "since", "before these", "By user", "oldest", "is late"] {
        #expect(!part.contains(word), "\(word)")
      }
    }
  }

  @Test func `the users are the first ten, and the others one`() {
    #expect(Self.lively.userRows == [NamedCount("alice", 30), NamedCount("bob", 2), NamedCount("10 others", 10)])
    #expect(Self.quiet.userRows == [])
  }

  @Test(arguments: [
    (0, "0 kB"), (1, "1 kB"), (4096, "5 kB"), (999_000, "999 kB"), (1_000_000, "1.0 MB"), (1_250_000_000, "1.3 GB"),
  ]) func `a size is told in powers of ten`(bytes: Int, words: String) {
    var week = Self.quiet
    week.databaseSize = bytes
    #expect(week.sizeWords == words)
  }

  @Test(arguments: Gap.Reason.allCases) func `each gap is said in a few words`(reason: Gap.Reason) {
    #expect(reason.brief.count <= 33)
    #expect(Set(Gap.Reason.allCases.map(\.brief)).count == Gap.Reason.allCases.count)
  }

  @Test func `a template can name all that a mail can say`() {
    #expect(composer.values(Self.lively, at: .distantFuture).names == AlertMail.weeklyNames)
  }

  @Test func `what is kept comes back`() throws {
    let text = try JSONEncoder().encode(Self.lively)
    #expect(try JSONDecoder().decode(WeeklySummary.self, from: text) == Self.lively)
  }
}
