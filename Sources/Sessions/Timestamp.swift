// A moment as journald and the database hold it: exact, where a Date would round.

public import Foundation

/// Whole microseconds since 1970-01-01 00:00 UTC (CLOCK_REALTIME), journald's unit of time.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
  /// Microseconds since 1970.
  public let microseconds: Int64

  /// Takes a count of microseconds since 1970.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Rounds a date to the nearest microsecond; one that is out of reach becomes the nearest that is not.
  public init(_ date: Date) {
    let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
    microseconds = Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
  }

  /// The same moment as a `Date`, exact to a microsecond for the next centuries.
  public var date: Date {
    Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }

  /// Orders earlier before later.
  public static func < (earlier: Self, later: Self) -> Bool {
    earlier.microseconds < later.microseconds
  }

  /// A single number, as the JSON of `replay` and `history` writes it.
  public init(from decoder: any Decoder) throws {
    microseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// A single number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}
