// Microseconds, exact both ways.

import Foundation
import Testing

@testable import Sessions

struct TimestampTests {
  @Test(arguments: [0, 1, 1_795_525_528_906_117, 4_102_444_800_000_001])
  func `a date and back is the same microsecond`(microseconds: Int64) {
    #expect(Timestamp(Timestamp(microseconds: microseconds).date).microseconds == microseconds)
  }

  @Test func `it is a single number in JSON`() throws {
    let data = try JSONEncoder().encode([Timestamp(microseconds: 5)])
    #expect(String(decoding: data, as: UTF8.self) == "[5]")
    #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [Timestamp(microseconds: 5)])
  }

  @Test func `a date that is out of reach is the nearest that is not`() {
    #expect(Timestamp(.distantFuture + 1e30).microseconds == .max)
    #expect(Timestamp(.distantPast - 1e30).microseconds == .min)
  }

  @Test func `earlier is less`() {
    #expect(Timestamp(microseconds: 1) < Timestamp(microseconds: 2))
    #expect(!(Timestamp(microseconds: 2) < Timestamp(microseconds: 2)))
  }

  @Test(arguments: [
    (0, "1970-01-01", 0), (-1, "1969-12-31", 23), (-86_400_000_000, "1969-12-31", 0),
    (-86_400_000_001, "1969-12-30", 23), (86_399_999_999, "1970-01-01", 23), (86_400_000_000, "1970-01-02", 0),
    (1_795_539_789_000_000, "2026-11-24", 17), (1_709_164_800_000_000, "2024-02-29", 0),
    (3_599_999_999, "1970-01-01", 0), (3_600_000_000, "1970-01-01", 1),
  ]) func `a day and its hour are those of UTC`(microseconds: Int64, day: String, hour: Int) {
    #expect(Timestamp(microseconds: microseconds).day == day)
    #expect(Timestamp(microseconds: microseconds).hour == hour)
  }

  @Test(arguments: [Int64.min, .max]) func `moments out of reach have an hour as well`(microseconds: Int64) {
    #expect((0...23).contains(Timestamp(microseconds: microseconds).hour))
  }
}
