// Mail about other things than logins and gaps: the ends of sessions, bursts of failures, weeks.

import Alerts
import Foundation
import Logging
import Sessions
import Store

extension Alerter {
  /// Sessions that are told of in one transaction.
  private static let endsAtOnce = 100

  /// Queues what is due.
  /// - Returns: how long until there is more without anybody ringing; nil for ever.
  func tellOthers(at now: Date) throws -> Duration? {
    while try !wakeup.isOver && tellLogouts(at: now) > 0 {}
    try tellBursts(at: now)
    return try tellWeek(at: now).map { .seconds(max(0, $0.timeIntervalSince(now))) }
  }

  /// Queues mail about sessions that have ended. Where that is switched off meanwhile, they are no longer waited for.
  /// - Returns: how many there were.
  func tellLogouts(at now: Date) throws -> Int {
    let (told, ended) = try store.tellLogouts(limit: Self.endsAtOnce, at: now) { logout, recipients in
      settings.others.logouts ? settings.headings(.logout(logout), to: recipients) : []
    }
    for logout in told {
      let login = logout.login
      logger.log(
        .info, .logoutMailed, "\(AlertTopic.logout(logout).subject): mail",
        [.host: login.hostname, .user: login.user, .address: login.origin.address])
    }
    if !told.isEmpty { courier.ring() }
    return ended
  }

  /// Queues mail about bursts of failures.
  func tellBursts(at now: Date) throws {
    guard let threshold = settings.others.failures else { return }
    let told = try store.tellBursts(of: threshold, at: now) { settings.headings(.failures($0)) }
    for burst in told {
      logger.log(.notice, .failuresMailed, "\(AlertTopic.failures(burst).subject): mail", [.host: burst.hostname])
    }
    if !told.isEmpty { courier.ring() }
  }

  /// Queues the weekly summary, where it is due. One that was missed comes when the daemon runs again; the first is due on the
  /// next Monday.
  /// - Returns: when the next one is due; nil where none is asked for.
  func tellWeek(at now: Date) throws -> Date? {
    let noted = try store.lastWeekly()
    guard settings.others.isWeekly else {
      if noted != nil { try store.forgetWeek() }
      return nil
    }
    // One that was queued before the clock was set back would hold up the next for as long.
    guard let last = noted, last <= now else {
      try store.beginWeek(at: now)
      return WeeklySummary.due(after: now, in: settings.zone)
    }
    let due = WeeklySummary.due(after: last, in: settings.zone)
    guard let due, due <= now else { return due }
    try store.tellWeek(of: settings.hostname, at: now) { week in
      week.upSince = startedAt.map { Timestamp($0) }
      return settings.headings(.weekly(week))
    }
    courier.ring()
    return WeeklySummary.due(after: now, in: settings.zone)
  }
}
