// What is new, in words.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct LoginReportTests {
  @Test(
    arguments: [
      ([], nil), ([.login, .country, .autonomousSystem, .network, .key, .method], "first login"),
      ([.country, .autonomousSystem, .network, .password], "new country, password"),
      ([.autonomousSystem, .network], "new provider"), ([.network], "new network"),
      ([.key, .sharedKey], "key of another user"),
      ([.password, .rootPassword], "password"),
      ([.travel, .failures, .absence], "impossible travel, after 12 failures, first in 90 days"),
    ] as [([News], String?)]) func `what says the same in a weaker way is left out`(news: [News], words: String?)
  {
    var report = LoginReport.make(news: news)
    report.failures.fromSource = 12
    #expect(report.newsWords == words)
  }

  @Test func `a subject says what is new, and where from`() {
    let report = LoginReport.make(
      .make(user: "root"), at: .make(), news: [.country, .autonomousSystem, .network, .rootPassword])
    #expect(
      AlertTopic.login(report).subject
        == "NEW: root logged in to web1 from 203.0.113.7 (Prague, CZ): new country, password")
    #expect(AlertTopic.login(.make(at: .make(city: nil))).subject == "alice logged in to web1 from 203.0.113.7 (CZ)")
  }

  @Test func `each piece of news has a sentence of its own`() {
    var report = LoginReport.make(at: .make("JP", city: "Tokyo", at: .tokyo))
    report.previous = PastLogin(at: .at(-3600), address: "192.0.2.1", place: .make())
    report.keyUsers = ["bob\u{1B}[2J", "carol"]
    let sentences = News.allCases.map { news in
      report.news = [news]
      return report.newsSentences.joined()
    }
    #expect(Set(sentences).count == News.allCases.count)
    #expect(!sentences.contains { $0.isEmpty || $0.unicodeScalars.contains("\u{1B}") })
    #expect(sentences.contains { $0.hasPrefix("9") && $0.contains("km from Prague, CZ, 1 h after the login there: ") })
  }
}
