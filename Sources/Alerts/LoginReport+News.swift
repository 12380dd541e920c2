// What is new about a login, in words: short ones for a subject, sentences for the mail.

public import Foundation
import Sessions

extension LoginReport {
  /// One line that says it.
  public var subject: String {
    newsWords.map { "NEW: \(line): \($0)" } ?? line
  }

  /// The same without what is new about it: `alice logged in to web1 from 203.0.113.7 (Prague, CZ)`.
  public var line: String {
    let address = login.origin.address.printable(limit: 64)
    let origin = findings.place?.words.map { "\(address) (\($0.printable(limit: 64)))" } ?? address
    return "\(login.user.printable(limit: 64)) logged in to \(login.hostname.printable(limit: 64)) from \(origin)"
  }

  /// `by publickey, 2026-11-24 18:03:09 CET (UTC+01:00)`.
  public func circumstances(in zone: TimeZone) -> String {
    "by \(login.methods.printable(limit: 64)), \(TimeText.local(login.at.date, in: zone))"
  }

  /// `new country, password`; nil where nothing is new. What says the same in a weaker way is left out.
  public var newsWords: String? { News.words(news, failures: failures.fromSource) }

  /// A sentence for each thing that is new.
  var newsSentences: [String] { News.telling(news).map(sentence) }

  private func sentence(_ news: News) -> String {
    let (user, host) = (login.user.printable(limit: 64), login.hostname.printable(limit: 64))
    let place = findings.place
    return switch news {
    case .login: "the first login of \(user) to \(host) on record"
    case .country: "the first login of \(user) from \(place?.country ?? "this country")"
    case .autonomousSystem: "the first login of \(user) from \(place?.networkWords ?? "this provider")"
    case .network: "the first login of \(user) from \(SourceAddress.neighbourhood(of: login.origin.address))"
    case .key: "the first use of this key by \(user)"
    case .sharedKey: "this key has been used by \(keyOwners)"
    case .password: "a password, where it was always a key"
    case .method: "the first login of \(user) by \(login.methods.printable(limit: 64))"
    case .rootPassword: "root logged in by a password"
    case .travel: travelSentence
    case .failures: "after \(failures.fromSource) failed attempts from the same source in the 24 hours before"
    case .absence: "the first login of \(user) in \(absenceDays) days"
    }
  }

  private var keyOwners: String {
    keyUsers.isEmpty ? "another user" : keyUsers.prefix(3).map { $0.printable(limit: 64) }.joined(separator: ", ")
  }

  private var travelSentence: String {
    guard let travel = Travel(from: previous, to: login, at: findings.place) else {
      return "farther from the login before than anybody travels in that time"
    }
    let origin = previous?.place?.words ?? "the login before"
    let distance = Int(travel.kilometres.rounded())
    return "\(distance) km from \(origin), \(TimeText.span(travel.hours * 3600)) after the login there: "
      + "faster than an airliner, unless a VPN or a database misleads"
  }

  private var absenceDays: Int64 {
    previous.map { (login.at.microseconds - $0.at.microseconds) / 86_400_000_000 } ?? Novelty.longAbsenceDays
  }
}

extension News {
  /// What is worth a word: a first login is new in every way, and a country is said without its networks.
  static func telling(_ news: [News]) -> [News] {
    let hidden = news.reduce(into: Set<News>()) { $0.formUnion(implied[$1] ?? []) }
    return news.filter { !hidden.contains($0) }
  }

  /// `new country, password`; nil for nothing.
  static func words(_ news: [News], failures: Int = 0) -> String? {
    let words = telling(news).map { $0.word(failures: failures) }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private static let implied: [News: Set<News>] = [
    .login: [.country, .autonomousSystem, .network, .key, .method],
    .country: [.autonomousSystem, .network],
    .autonomousSystem: [.network],
    .sharedKey: [.key],
    .rootPassword: [.password, .method],
  ]

  private func word(failures: Int) -> String {
    switch self {
    case .login: "first login"
    case .country: "new country"
    case .autonomousSystem: "new provider"
    case .network: "new network"
    case .key: "new key"
    case .sharedKey: "key of another user"
    case .password, .rootPassword: "password"
    case .method: "new method"
    case .travel: "impossible travel"
    case .failures: failures > 0 ? "after \(failures) failures" : "after failures"
    case .absence: "first in \(Novelty.longAbsenceDays) days"
    }
  }
}
