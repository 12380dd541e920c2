// `ssh-alertd explain`: a recorded login, what was decided about it, and what the rules say of it now.

public import Alerts
import Foundation
import Store

/// A login that no record holds.
public struct NoSuchLogin: Error, CustomStringConvertible {
  var id: Int64
  /// Says where the numbers are.
  public var description: String { "there is no login \(id) in the record; see ssh-alertd history --format json" }
}

/// Why there was a mail, or none.
public struct Explain {
  /// The login as it is recorded.
  public let report: LoginReport
  private let decision: String?
  private let policy: AlertPolicy

  /// Reads a login.
  /// - Throws: `StoreError`, `NoSuchLogin`.
  public init(_ id: Int64, by configuration: Configuration) throws {
    guard let found = try Store.reading(path: configuration.database).report(on: id) else { throw NoSuchLogin(id: id) }
    report = found.report
    decision = found.decision
    policy = configuration.policy
  }

  /// What to print.
  public var lines: [String] {
    ["login \(report.id ?? 0): \(report.line)", report.circumstances(in: .current), recorded]
      + AlertExplanation(of: report, by: policy).lines
  }

  private var recorded: String {
    guard let decision else { return "recorded: not decided about yet" }
    return "recorded: \(decision), \(report.reason ?? "for no reason")"
  }
}
