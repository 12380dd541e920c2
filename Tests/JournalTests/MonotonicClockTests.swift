// How long until a deadline of libsystemd's.

import Glibc
import Testing

@testable import Journal

struct MonotonicClockTests {
  @Test(arguments: [UInt64(0), 1]) func `a deadline that is over leaves no time`(deadline: UInt64) {
    #expect(MonotonicClock.span(until: deadline) == .zero)
  }

  @Test func `one that is to come leaves what lies between`() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let span = MonotonicClock.span(until: UInt64(now.tv_sec + 1000) * 1_000_000)
    #expect(span > .seconds(900))
    #expect(span <= .seconds(1000))
  }

  @Test func `one that never comes is no crash`() {
    #expect(MonotonicClock.span(until: .max) > .seconds(1_000_000))
  }
}
