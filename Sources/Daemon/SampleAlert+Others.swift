// Samples of mail about other things than logins and gaps.

import Alerts
import Foundation
import Sessions

extension SampleAlert {
  /// The end of a session of almost a quarter of an hour.
  func logout(at now: Date) -> AlertTopic {
    let length: Int64 = 760
    var login = login(user, from: "203.0.113.7", at: now - 1 - Double(length))
    login.session.end = SessionEnd(at: Timestamp(now - 1), sign: .disconnect, durationMicroseconds: length * 1_000_000)
    return Logout(login).map { .logout($0) } ?? .login(LoginReport(login))
  }

  /// Guessers at two addresses, and somebody who got in.
  func burst(at now: Date) -> FailureBurst {
    var burst = FailureBurst(on: hostname, from: Timestamp(now - 3600), to: Timestamp(now), count: 1234)
    burst.sources = [
      NamedCount("198.51.100.20", 1200), NamedCount("2001:db8:17::/64", 33), NamedCount("203.0.113.7", 1),
    ]
    burst.users = [NamedCount("root", 640), NamedCount("admin", 560), NamedCount("", 33), NamedCount(user, 1)]
    (burst.sourceCount, burst.userCount) = (burst.sources.count, burst.users.count)
    burst.logins = [FailureBurst.Success(login(user, from: "203.0.113.7", at: now - 60), failures: 1)]
    burst.loginCount = 1
    return burst
  }

  /// A quiet week with something new.
  func week(at now: Date) -> WeeklySummary {
    let day: TimeInterval = 86_400
    var week = WeeklySummary(of: hostname, from: Timestamp(now - 7 * day), to: Timestamp(now))
    week.upSince = Timestamp(now - 30 * day)
    week.users = [NamedCount(user, 31), NamedCount("deploy", 11)]
    (week.loginCount, week.userCount, week.failureCount) = (42, 2, 5678)
    let new = login("deploy", from: "2001:db8:17::a5", at: now - 2 * day)
    (week.news, week.newCount) = ([WeeklySummary.NewLogin(new, news: [.network, .key])], 1)
    let gap = Gap(.vacuumed, from: Timestamp(now - day), to: Timestamp(now - day + 3600), hostname: hostname)
    (week.gaps, week.gapCount) = ([WeeklySummary.GapLine(gap, isOver: true)], 1)
    (week.recordCount, week.databaseSize, week.oldestAt) = (1234, 1_500_000, Timestamp(now - 400 * day))
    return week
  }
}
