// What the templates can name, and the values of these names; README lists them.

import Foundation
import Sessions

extension AlertMail {
  /// A mail that is younger than this says nothing of a delay: the login is just now. Seconds.
  static let lateAfter: TimeInterval = 2

  /// What the templates of a login can name.
  static let loginNames: Set<String> = [
    "title", "user", "host", "address", "port", "method", "methods", "key_type", "fingerprint", "cert_id",
    "cert_serial",
    "cert_ca", "local_time", "utc_time", "late", "unverified",
  ]

  /// What the templates of a gap can name.
  static let gapNames: Set<String> = [
    "title", "host", "what", "advice", "local_time", "local_end", "over", "entries",
  ]

  /// The values of a login's names. A value that is not known is absent.
  func values(_ report: LoginReport, at now: Date) -> TemplateValues {
    let login = report.login
    let certificate = login.key?.certificate
    return [
      "title": report.subject, "user": login.user, "host": login.hostname,
      "address": login.origin.address, "port": "\(login.origin.port)",
      "method": login.method, "methods": login.earlierFactors.isEmpty ? nil : login.methods,
      "key_type": login.key?.type, "fingerprint": login.key?.fingerprint,
      "cert_id": certificate?.id, "cert_serial": certificate?.serial, "cert_ca": certificate?.authority,
      "local_time": TimeText.local(login.at.date, in: zone),
      "utc_time": zone.secondsFromGMT(for: login.at.date) == 0 ? nil : TimeText.utc(login.at.date),
      "late": lateness(since: login.at, at: now),
      "unverified": login.isVerified ? nil : "yes",
    ]
  }

  /// The values of a gap's names.
  func values(_ gap: Gap, isOver: Bool, at now: Date) -> TemplateValues {
    [
      "title": AlertTopic.gap(gap, isOver: isOver).subject, "host": gap.hostname, "what": gap.reason.what,
      "advice": gap.reason.advice, "local_time": TimeText.local(gap.from.date, in: zone),
      "local_end": TimeText.local(gap.to.date, in: zone), "over": isOver ? "yes" : nil,
      "entries": gap.entries.map { "\($0)" },
    ]
  }

  func lateness(since time: Timestamp, at now: Date) -> String? {
    let age = now.timeIntervalSince(time.date)
    return age < Self.lateAfter ? nil : TimeText.span(age)
  }
}
