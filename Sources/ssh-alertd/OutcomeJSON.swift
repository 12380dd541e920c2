// What would have been decided about a login, as JSON: for `replay --explain`. Names and units are an interface.

import Alerts
import Daemon
import Sessions

struct OutcomeJSON: JSONLine {
  /// Microseconds since 1970.
  var at: Timestamp
  var hostname: String
  var user: String
  var address: String
  var methods: String
  var country: String?
  /// What was new, in the words of the column `login.news`.
  var news: [String]
  /// `mail`, `digest` or `silent`.
  var decision: String
  var reason: String?
  var explanation: [String]

  init(_ outcome: Rehearsal.Outcome) {
    let report = outcome.report
    at = report.login.at
    hostname = report.login.hostname
    user = report.login.user
    address = report.login.origin.address
    methods = report.login.methods
    country = report.findings.place?.country
    news = report.news.map(\.rawValue)
    decision = outcome.decision
    reason = report.reason
    explanation = outcome.explanation
  }
}
