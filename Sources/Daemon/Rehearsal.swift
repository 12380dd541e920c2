// `replay --explain`: what the daemon would have decided about the logins of a recorded journal, had it followed it with this
// configuration from an empty record on. The record is in memory, and nothing is sent.

public import Alerts
import Foundation
public import Journal
import Logging
public import Sessions
import Store

/// Decides about the logins of a recorded journal.
public struct Rehearsal {
  private let replay: Replay
  private let settings: AlerterSettings
  private let store: Store
  /// Of the files alone: nobody outside is asked about the past.
  private let lookup: LoginLookup

  /// A login and what was decided about it.
  public struct Outcome: Sendable {
    /// The login, what was new about it, the reason of the decision.
    public var report: LoginReport
    /// `mail`, `digest` or `silent`.
    public var decision: String
    /// How that came about.
    public var explanation: [String]
  }

  /// Takes a journal, and the rules.
  /// - Parameter since: where to begin; nil for the journal's head.
  public init(_ source: JournalSource, by configuration: Configuration, since: Timestamp? = nil) throws {
    replay = Replay(source, trust: TrustRules(addingExecutables: configuration.sshdExecutables), since: since)
    var lookup = LookupSettings(lookup: configuration.lookup)
    lookup.lookup.asksReverseNames = false
    settings = AlerterSettings(
      policy: configuration.policy, limit: configuration.mail.limit, sender: configuration.mail.sender,
      recipients: configuration.mail.recipients, lookup: lookup)
    store = try Store.inMemory()
    self.lookup = try LoginLookup(
      lookup, store: store, logger: Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Hands out each login in the order of login.
  /// - Throws: `JournalError`, at the end also for a file that could not be read to its end, or what `body` throws.
  public func run(_ body: (Outcome) throws -> Void) throws {
    try replay.batches(of: Self.batchSize) { batch, position in
      try store.record(batch, upTo: position, of: "replay", at: position.at.date)
      while let login = try store.undecidedLogins(limit: 1).first { try body(decide(about: login)) }
    }
  }

  /// The hour of the limit is that of the login.
  private func decide(about login: RecordedLogin) throws -> Outcome {
    let now = login.login.at.date
    let findings = lookup.findings(on: [login], at: now)[login.id] ?? LoginFindings()
    let decided = try store.decide([login], at: now) { login, precedents in
      try settings.decide(about: login, findings, after: precedents, at: now)
    }
    let report = try store.report(on: login.id)?.report ?? LoginReport(login.login)
    return Outcome(
      report: report, decision: decided.first?.decision.name ?? "",
      explanation: AlertExplanation(of: report, by: settings.policy).lines)
  }

  private static let batchSize = 1000
}
