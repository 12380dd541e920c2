// What decides about a login: the rules, the limit, the recipients. The Alerter works by it, and so does a replay.

import Alerts
import Foundation
import Sessions
import Store

/// How the Alerter works; may change while it does.
struct AlerterSettings: Sendable {
  var policy = AlertPolicy()
  var limit = AlertLimit()
  var sender: String
  var recipients: [String]
  var lookup = LookupSettings()
  var others = OtherMail()
  /// Of this machine, for mail that is about no other.
  var hostname = Configuration.hostname
  /// Of the server's clock: daily mail goes by it.
  var zone = TimeZone.current
}

extension AlerterSettings {
  /// Decides, and says to whom that is told and how.
  func decide(
    about login: RecordedLogin, _ findings: LoginFindings, after precedents: Precedents, at now: Date
  ) throws -> DecidedLogin {
    let past = try precedents.past(at: findings.place)
    var report = login.report(findings, news: Novelty.news(about: login.login, findings, after: past))
    (report.previous, report.keyUsers) = (past.previous, past.keyUsers)
    let verdict = policy.decide(about: report)
    let mail = try headings(.login(report), to: verdict.recipients(insteadOf: recipients)).compactMap { heading in
      try route(verdict.action, report, after: precedents.mail(to: heading.recipient), at: now).map {
        RoutedMail(heading, $0, due: $0.digestDue(after: now, in: zone))
      }
    }
    let isLimited = !mail.isEmpty && mail.allSatisfy { $0.route == .digest(.burst) }
    var decided = DecidedLogin(
      login, findings: findings, news: report.news, isLimited ? .digest(.tooMany) : verdict.decision, mail: mail)
    decided.asksForLogout = others.logouts && mail.contains { $0.route.isOwnMail }
    return decided
  }

  /// - Returns: nil for no mail at all.
  private func route(
    _ action: AlertAction, _ report: LoginReport, after history: some MailHistory, at now: Date
  ) throws -> AlertRoute? {
    switch action {
    case .mail: try limit.route(hasNews: !report.news.isEmpty, after: history, at: now)
    case .digest(let kind): .digest(kind)
    case .ignore: nil
    }
  }

  /// A heading for each recipient.
  /// - Parameter others: who is told in place of those of `mail.to`.
  func headings(_ topic: AlertTopic, to others: [String]? = nil) -> [MailHeading] {
    (others ?? recipients).map { MailHeading(about: topic, from: sender, to: $0, unique: UUID()) }
  }
}
