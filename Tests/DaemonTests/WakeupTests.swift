// A ring is kept until somebody waits.

import Foundation
import Testing

@testable import Daemon

struct WakeupTests {
  @Test(.timeLimit(.minutes(1))) func `a ring that comes while nobody waits is kept`() {
    let wakeup = Wakeup()
    wakeup.ring()
    wakeup.ring()
    wakeup.wait(atMost: nil)
    #expect(!wakeup.isStopped)
  }

  @Test func `rings are forgotten once they were heard`() {
    let wakeup = Wakeup()
    wakeup.ring()
    wakeup.drain()
    let start = ContinuousClock.now
    wakeup.wait(atMost: .milliseconds(20))
    #expect(ContinuousClock.now - start >= .milliseconds(20))
  }

  @Test(.timeLimit(.minutes(1))) func `a stop rings as well`() {
    let wakeup = Wakeup()
    wakeup.stop()
    wakeup.wait(atMost: nil)
    #expect(wakeup.isStopped)
  }

  @Test(.timeLimit(.minutes(1))) func `more rings than a pipe holds block nobody`() {
    let wakeup = Wakeup()
    for _ in 1...100_000 { wakeup.ring() }
    wakeup.drain()
  }
}
