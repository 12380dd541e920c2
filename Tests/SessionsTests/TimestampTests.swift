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
}
