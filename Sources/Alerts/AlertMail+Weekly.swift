// What the templates of a weekly summary can name. No name of a row is one of the mail: mustache looks there for what is absent.

import Foundation
import Sessions

extension AlertMail {
  /// What the templates of a weekly summary can name.
  static let weeklyNames: Set<String> = [
    "title", "preheader", "host", "local_start", "local_end", "local_up", "login_count", "new_count", "failed_attempts",
    "gap_count",
    "waiting", "given_up", "recorded", "local_oldest", "size", "users", "new_logins", "more_new", "gaps", "more_gaps",
    "late",
    "line", "name", "number", "day", "time", "user", "address", "what_is_new", "end", "reason",
  ]

  /// The values of a weekly summary's names.
  func values(_ week: WeeklySummary, at now: Date) -> TemplateValues {
    var values: TemplateValues = [
      "title": week.subject, "preheader": "\(moment(week.from)) to \(moment(week.to))", "host": week.hostname,
      "local_start": TimeText.local(week.from.date, in: zone),
      "local_end": TimeText.local(week.to.date, in: zone),
      "local_up": week.upSince.map { TimeText.local($0.date, in: zone) }, "login_count": "\(week.loginCount)",
      "new_count": some(week.newCount), "failed_attempts": "\(week.failureCount)", "gap_count": some(week.gapCount),
      "waiting": some(week.waitingCount), "given_up": some(week.failedCount), "recorded": "\(week.recordCount)",
      "local_oldest": week.oldestAt.map { TimeText.local($0.date, in: zone) }, "size": week.sizeWords,
      "more_new": some(week.newCount - week.news.count), "more_gaps": some(week.gapCount - week.gaps.count),
      "late": lateness(since: week.to, at: now),
    ]
    values.set("users", rows: rows(week.userRows))
    values.set("new_logins", rows: rows(week.news))
    values.set("gaps", rows: rows(week.gaps))
    return values
  }

  private func rows(_ logins: [WeeklySummary.NewLogin]) -> [TemplateValues] {
    let rows = logins.map { login -> [String: String] in
      [
        "day": day(login.at), "time": minute(login.at), "user": login.user, "address": login.address,
        "what_is_new": login.words,
      ]
    }
    return lined(rows, ["day", "time", "user", "address", "what_is_new"])
  }

  private func rows(_ gaps: [WeeklySummary.GapLine]) -> [TemplateValues] {
    let rows = gaps.map { gap -> [String: String] in
      ["day": day(gap.from), "time": minute(gap.from), "end": gap.to.map(moment) ?? "now", "reason": gap.reason.brief]
    }
    return lined(rows, ["day", "time", "end", "reason"])
  }

  /// `2026-11-24 18:03`.
  private func moment(_ time: Timestamp) -> String { "\(day(time)) \(minute(time))" }

  private func day(_ time: Timestamp) -> String { TimeText.day(time.date, in: zone) }

  /// `18:03`: a week has no need of seconds.
  private func minute(_ time: Timestamp) -> String { String(TimeText.clock(time.date, in: zone).prefix(5)) }
}
