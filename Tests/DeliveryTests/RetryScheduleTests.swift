// When to try again, and when no more.

import Testing

@testable import Delivery

struct RetryScheduleTests {
  @Test(arguments: [
    (0, 15), (1, 15), (2, 60), (3, 300), (4, 900), (5, 1800), (6, 3600), (7, 3600), (1000, 3600),
  ]) func `waits grow up to an hour`(attempt: Int, seconds: Int64) {
    #expect(RetrySchedule.standard.wait(afterAttempt: attempt, chance: 0.5) == .seconds(seconds))
  }

  @Test func `a wait is off by a fifth at the most, either way`() {
    let schedule = RetrySchedule(waits: [.seconds(100)], patience: .seconds(1), jitter: 0.2)
    #expect(schedule.wait(afterAttempt: 1, chance: 0) == .seconds(80))
    #expect(schedule.wait(afterAttempt: 1, chance: 1) == .seconds(120))
  }

  @Test func `a mail is given up after five days`() {
    #expect(!RetrySchedule.standard.isOver(after: .seconds(5 * 86400 - 1), attempts: 99))
    #expect(RetrySchedule.standard.isOver(after: .seconds(5 * 86400), attempts: 99))
  }

  @Test func `a clock that jumps forward gives up no mail that was hardly tried`() {
    #expect(!RetrySchedule.standard.isOver(after: .seconds(365 * 86400), attempts: 2))
  }

  @Test func `a short patience is over at the first try after it`() {
    var schedule = RetrySchedule.standard
    schedule.patience = .seconds(60)
    #expect(!schedule.isOver(after: .seconds(15), attempts: 2))
    #expect(schedule.isOver(after: .seconds(75), attempts: 3))
  }

  @Test func `a cap shortens the longer waits and nothing else`() {
    let capped = RetrySchedule.standard.capped(at: .seconds(300))
    #expect((1...5).map { capped.wait(afterAttempt: $0, chance: 0.5) } == [15, 60, 300, 300, 300].map { .seconds($0) })
    #expect(capped.patience == RetrySchedule.standard.patience)
    #expect(capped.jitter == RetrySchedule.standard.jitter)
  }

  @Test func `no wait is longer than the longest`() {
    #expect(RetrySchedule.standard.longestWait == RetrySchedule.standard.wait(afterAttempt: 99, chance: 1))
  }
}
