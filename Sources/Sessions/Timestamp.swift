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

  /// The day in UTC, `2026-11-25`.
  public var day: String {
    Date(timeIntervalSince1970: Double(daysSince1970) * 86_400).formatted(.iso8601.year().month().day())
  }

  /// The hour of that day, 0 to 23.
  public var hour: Int {
    let rest = microseconds % Self.dayLength
    return Int((rest < 0 ? rest + Self.dayLength : rest) / 3_600_000_000)
  }

  private static let dayLength: Int64 = 86_400_000_000

  private var daysSince1970: Int64 {
    let (days, rest) = microseconds.quotientAndRemainder(dividingBy: Self.dayLength)
    return rest < 0 ? days - 1 : days
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
