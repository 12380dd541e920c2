// What the templates of a gap can name, and the values of these names; README lists them.

import Foundation
import Sessions

extension AlertMail {
  /// A mail that is younger than this says nothing of a delay: the login is just now. Seconds.
  static let lateAfter: TimeInterval = 2

  /// What the templates of a gap can name.
  static let gapNames: Set<String> = [
    "title", "preheader", "host", "what", "advice", "local_time", "local_end", "over", "entries",
  ]

  /// The values of a gap's names.
  func values(_ gap: Gap, isOver: Bool, at now: Date) -> TemplateValues {
    [
      "title": AlertTopic.gap(gap, isOver: isOver).subject, "preheader": gap.reason.what, "host": gap.hostname,
      "what": gap.reason.what, "advice": gap.reason.advice, "local_time": TimeText.local(gap.from.date, in: zone),
      "local_end": TimeText.local(gap.to.date, in: zone), "over": isOver ? "yes" : nil,
      "entries": gap.entries.map { "\($0)" },
    ]
  }

  /// How long ago something was, where a mail about it is late.
  func lateness(since time: Timestamp, at now: Date) -> String? {
    let age = now.timeIntervalSince(time.date)
    return age < Self.lateAfter ? nil : TimeText.span(age)
  }
}
