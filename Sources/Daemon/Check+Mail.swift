// The part of `check` that speaks to mail servers.

import Alerts
import Delivery
import Sessions

extension Check {
  /// The secret, each server, and what keeps alerts in bounds.
  func mail() -> [CheckResult] {
    if let notice = configuration.nobodyNotice {
      return [
        CheckResult(
          subject: "mail", verdict: .warning, text: notice, hint: "set mail.server and mail.to to be notified")
      ]
    }
    do {
      let settings = try configuration.mail.settings()
      return try secret() + settings.map { result(try SMTPTransport($0).probe(), of: $0.server) } + [limits()]
    } catch {
      return [CheckResult(subject: "mail", verdict: .failed, text: "\(error)")]
    }
  }

  private func secret() throws(ConfigurationError) -> [CheckResult] {
    guard let username = configuration.mail.username, let secret = try configuration.mail.secret() else { return [] }
    return [CheckResult(subject: "secret", verdict: .ok, text: "of \(username.printable()): \(secret)")]
  }

  private func result(_ outcome: DeliveryOutcome, of server: RelayAddress) -> CheckResult {
    switch outcome {
    case .accepted(let reply):
      CheckResult(subject: "mail", verdict: .ok, text: "\(server) lets us in: \(reply.printable(limit: 200))")
    case .interrupted: CheckResult(subject: "mail", verdict: .failed, text: "\(server): broken off")
    case .recipientDeferred(let reason), .deferred(let reason), .rejected(let reason), .unavailable(let reason),
      .refused(let reason):
      CheckResult(
        subject: "mail", verdict: .failed, text: reason.printable(limit: 300),
        hint: "see mail.server, mail.starttls, mail.ca_file, mail.auth, mail.username and where its secret is")
    }
  }

  private func limits() -> CheckResult {
    let mail = configuration.mail
    let flood =
      mail.limit.mailsAnHour.map { "mails an hour about one user and network: \($0)" } ?? "mails an hour: no limit"
    let late =
      mail.limit.lateAfter.map { "logins older than \(Duration.seconds($0).spanText) in one digest" } ?? "no digest"
    let waits = mail.schedule.waits.map(\.spanText).joined(separator: ", ")
    let tries = "tried again after \(waits), given up after \(mail.schedule.patience.spanText)"
    return CheckResult(
      subject: "limits", verdict: .ok,
      text: "\(flood); \(late); a server may take \(mail.limits.total.spanText); \(tries)")
  }
}
