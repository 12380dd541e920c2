// Time for poll(2), rounded up.

import Glibc
import Testing

@testable import Journal

struct DurationPollTests {
  @Test(arguments: [
    (Duration.zero, Int32(0)), (.milliseconds(1), 1), (.microseconds(1), 1), (.microseconds(1001), 2),
    (.seconds(2), 2000),
    (.seconds(-1), 0), (.seconds(1_000_000_000), Int32.max),
  ]) func `a wait is never over early`(span: Duration, milliseconds: Int32) {
    #expect(span.pollMilliseconds == milliseconds)
  }
}
