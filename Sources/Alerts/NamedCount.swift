// How often a name occurs: what a summary has its rows of.

import Sessions

/// A name, and how often it occurs.
public struct NamedCount: Codable, Equatable, Sendable {
  /// Printable and bounded, whoever wrote it.
  public let name: String
  /// How often.
  public let count: Int

  /// A summary has so many at the most.
  public static let most = 10

  /// Takes both.
  public init(_ name: String, _ count: Int) {
    self.name = name.printable(limit: 64)
    self.count = count
  }
}

extension Int {
  /// `1 source`, `5 sources`.
  func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
