// What the templates of a login can name; README lists it. Others wrote most of it, so each has its bound, such that a mail in
// which all of them are used up stays below 60 KB.

import Foundation
import Sessions

extension AlertMail {
  /// What the templates of a login can name. No name of a row is one of the mail: mustache looks there for what is absent.
  static let loginNames: Set<String> = [
    "title", "preheader", "id", "user", "host", "address", "port", "reverse_name", "place", "place_source", "provider",
    "method", "methods", "key_type", "fingerprint", "key_comment", "key_options", "cert_id", "cert_serial", "cert_ca",
    "local_time", "utc_time", "late", "unverified", "lasted",
    "failures", "failures_from_source", "failures_for_user",
    "previous_time", "previous_ago", "previous_address", "previous_place",
    "open", "who", "origin", "since", "open_more", "news", "sentence", "news_words", "reason",
    "steps", "step", "commands", "command",
  ]

  /// The values of a login's names. A value that is not known is absent.
  func values(_ report: LoginReport, at now: Date) -> TemplateValues {
    [
      common(report, at: now), origin(report), authentication(report), before(report), rows(report),
    ].reduce([:]) { $0.merging($1) }
  }

  private func common(_ report: LoginReport, at now: Date) -> TemplateValues {
    let login = report.login
    return [
      "title": report.subject, "preheader": preheader(report), "id": report.id.map { "\($0)" },
      "user": Self.name(login.user), "host": Self.name(login.hostname),
      "local_time": TimeText.local(login.at.date, in: zone),
      "utc_time": zone.secondsFromGMT(for: login.at.date) == 0 ? nil : TimeText.utc(login.at.date),
      "late": lateness(since: login.at, at: now),
      "unverified": login.isVerified ? nil : "yes",
      "lasted": login.session.end.map { TimeText.span(Double($0.durationMicroseconds) / 1_000_000) },
      "reason": Self.name(report.reason), "news_words": report.newsWords,
    ]
  }

  private func origin(_ report: LoginReport) -> TemplateValues {
    let place = report.findings.place
    return [
      "address": Self.name(report.login.origin.address), "port": "\(report.login.origin.port)",
      "reverse_name": Self.phrase(report.findings.reverseName), "place": Self.name(place?.words),
      "provider": Self.name(place?.networkWords), "place_source": Self.name(place?.source),
    ]
  }

  private func authentication(_ report: LoginReport) -> TemplateValues {
    let login = report.login
    let key = login.keyUses.lazy.compactMap(\.self).first
    let certificate = key?.certificate
    let keyName = report.findings.keyName
    return [
      "method": Self.name(login.method), "methods": login.earlierFactors.isEmpty ? nil : Self.phrase(login.methods),
      "key_type": Self.name(key?.type), "fingerprint": Self.phrase(key?.fingerprint),
      "key_comment": keyName.flatMap { $0.comment.isEmpty ? nil : Self.phrase($0.comment) },
      "key_options": Self.phrase(keyName?.options),
      "cert_id": Self.phrase(certificate?.id), "cert_serial": Self.name(certificate?.serial),
      "cert_ca": Self.phrase(certificate?.authority),
    ]
  }

  private func before(_ report: LoginReport) -> TemplateValues {
    let (failures, previous) = (report.failures, report.previous)
    let counts = [
      failures.fromSource > 0 ? "\(failures.fromSource) from this source" : nil,
      failures.forUser > 0 ? "\(failures.forUser) under this name" : nil,
    ].compactMap(\.self)
    return [
      "failures": counts.isEmpty ? nil : counts.joined(separator: ", "),
      "failures_from_source": failures.fromSource > 0 ? "\(failures.fromSource)" : nil,
      "failures_for_user": failures.forUser > 0 ? "\(failures.forUser)" : nil,
      "previous_time": previous.map { TimeText.local($0.at.date, in: zone) },
      "previous_ago": report.previousAgo,
      "previous_address": Self.name(previous?.address), "previous_place": Self.name(previous?.place?.words),
    ]
  }

  private func rows(_ report: LoginReport) -> TemplateValues {
    var values: TemplateValues = ["open_more": report.openMore]
    values.set("news", rows: report.newsSentences.map { ["sentence": Self.phrase($0)] })
    values.set(
      "open",
      rows: report.openSessions.prefix(LoginReport.listedOpen).map { login in
        [
          "who": Self.name(login.user), "origin": Self.name(login.origin.address),
          "since": TimeText.local(login.at.date, in: zone),
        ]
      })
    values.set(
      "steps",
      rows: report.remedy.map { step in
        var row: TemplateValues = ["step": step.what]
        row.set("commands", rows: step.commands.map { ["command": $0] })
        return row
      })
    return values
  }

  /// What a list of mails shows behind the subject, which has said who, to where, from where and what is new.
  private func preheader(_ report: LoginReport) -> String {
    let login = report.login
    let key = report.findings.keyName.flatMap { $0.comment.isEmpty ? nil : " (\($0.comment.printable(limit: 64)))" }
    return [
      "\(TimeText.local(login.at.date, in: zone)), by \(login.methods.printable(limit: 64))\(key ?? "")",
      report.findings.place?.networkWords?.printable(limit: 64),
      report.previousAgo.map { "the login before was \($0) earlier" },
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// Words that are short in earnest.
  private static func name(_ text: String?) -> String? { text?.printableAtOnce(limit: 64) }

  /// Words that may be longer.
  private static func phrase(_ text: String?) -> String? { text?.printableAtOnce(limit: 128) }
}

extension LoginReport {
  /// How long before this login the one before was; nil where there was none, or the clock was set back.
  fileprivate var previousAgo: String? {
    guard let previous, previous.at <= login.at else { return nil }
    return TimeText.span(Double(login.at.microseconds - previous.at.microseconds) / 1_000_000)
  }

  /// How many open sessions are not listed.
  fileprivate var openMore: String? {
    let more = openCount - min(openSessions.count, Self.listedOpen)
    return more > 0 ? "\(more)\(openCount >= Self.mostOpen ? " or more" : "")" : nil
  }
}
