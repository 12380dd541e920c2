// libsystemd tells deadlines as microseconds of CLOCK_MONOTONIC.

import Glibc

enum MonotonicClock {
  /// How long it is until a deadline; none where it is over.
  static func span(until deadlineMicroseconds: UInt64) -> Duration {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let nowMicroseconds = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    return .microseconds(
      Int64(clamping: deadlineMicroseconds > nowMicroseconds ? deadlineMicroseconds - nowMicroseconds : 0))
  }
}
