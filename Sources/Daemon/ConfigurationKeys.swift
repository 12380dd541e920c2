// The keys of ssh-alertd.yaml, in one table.

import Alerts
import Delivery
import GeoIP
import Journal
import Store
import Yams

enum ConfigurationKeys {
  typealias Setter = @Sendable (inout Configuration, Node) throws -> Void

  /// What holds other keys.
  static let sections: Set<String> = ["alerts", "journal", "lookup", "mail", "retention"]

  /// Each key, and how its value gets into the configuration.
  static let all = [general, lookup, mail].reduce(into: [:]) { $0.merge($1) { key, _ in key } }

  private static let general: [String: Setter] = [
    "journal.directory": { configuration, node in configuration.journal = .directory(try node.absolutePath()) },
    "journal.sshd_executables": { configuration, node in
      configuration.sshdExecutables = try node.list { try $0.absolutePath() }
    },
    "database": { configuration, node in configuration.database = try node.absolutePath() },
    "retention.logins": { configuration, node in configuration.retention.logins = try node.age() },
    "retention.sent_mail": { configuration, node in configuration.retention.sentMail = try node.age() },
    "retention.failed_attempts": { configuration, node in configuration.retention.failedAttempts = try node.age() },
    "alerts.mail": { configuration, node in
      configuration.policy.mailsOnlyNews = try node.choice(["every": false, "new": true])
    },
    "alerts.logout": { configuration, node in configuration.otherMail.logouts = try node.flag() },
    "alerts.failures": { configuration, node in configuration.otherMail.failures = try node.failures() },
    "alerts.weekly": { configuration, node in configuration.otherMail.isWeekly = try node.flag() },
    "alerts.rules": { configuration, node in configuration.policy.rules = try node.rules() },
  ]

  private static let lookup: [String: Setter] = [
    "lookup.files": { configuration, node in configuration.lookup.files = try node.placeFiles() },
    "lookup.ipinfo": { configuration, node in
      configuration.lookup.ipinfo = try node.choice(["off": nil, "standard": .standard, "lite": .lite])
    },
    "lookup.ipinfo_server": { configuration, node in configuration.lookup.server = try node.text() },
    "lookup.ipinfo_token_file": { configuration, node in configuration.lookup.tokenFile = try node.absolutePath() },
    "lookup.reverse_dns": { configuration, node in configuration.lookup.asksReverseNames = try node.flag() },
    "lookup.key_names": { configuration, node in configuration.lookup.asksKeyNames = try node.flag() },
    "lookup.timeout": { configuration, node in configuration.lookup.limit = try node.span(from: "1s", to: "5s") },
  ]

  private static let mail: [String: Setter] = [
    "mail.to": { configuration, node in configuration.mail.recipients = try node.recipients() },
    "mail.from": { configuration, node in configuration.mail.sender = try node.mailAddress() },
    "mail.server": { configuration, node in configuration.mail.servers = try node.relays() },
    "mail.starttls": { configuration, node in
      configuration.mail.requiresTLS = try node.choice(["required": true, "never": false])
    },
    "mail.ca_file": { configuration, node in configuration.mail.caFile = try node.absolutePath() },
    "mail.client_certificate": { configuration, node in
      configuration.mail.clientCertificate = try configuration.mail.clientCertificate.with(
        certificate: node.absolutePath())
    },
    "mail.client_key": { configuration, node in
      configuration.mail.clientCertificate = try configuration.mail.clientCertificate.with(key: node.absolutePath())
    },
    "mail.username": { configuration, node in configuration.mail.username = try node.text() },
    "mail.auth": { configuration, node in configuration.mail.mechanism = try node.mechanism() },
    "mail.password_file": { configuration, node in configuration.mail.passwordFile = try node.absolutePath() },
    "mail.token_file": { configuration, node in configuration.mail.tokenFile = try node.absolutePath() },
    "mail.token_command": { configuration, node in configuration.mail.tokenCommand = try node.command() },
    "mail.timeout": { configuration, node in configuration.mail.limits = try node.limits() },
    "mail.retry_after": { configuration, node in configuration.mail.schedule.waits = try node.waits() },
    "mail.give_up_after": { configuration, node in
      configuration.mail.schedule.patience = try node.span(from: "1h", to: "30d")
    },
    "mail.hourly_limit": { configuration, node in configuration.mail.limit.mailsAnHour = try node.hourlyLimit() },
    "mail.late_after": { configuration, node in
      configuration.mail.limit.lateAfter = try node.span(from: "1m", to: "30d", or: "never").map { $0 / .seconds(1) }
    },
    "mail.templates": { configuration, node in configuration.mail.templates = try node.absolutePath() },
  ]
}

extension SMTPSettings.ClientCertificate? {
  /// The key may stand in the certificate's file, and then needs no key of its own here.
  fileprivate func with(certificate: String) -> SMTPSettings.ClientCertificate {
    .init(certificate: certificate, key: self?.key ?? certificate)
  }

  fileprivate func with(key: String) -> SMTPSettings.ClientCertificate {
    .init(certificate: self?.certificate ?? key, key: key)
  }
}
