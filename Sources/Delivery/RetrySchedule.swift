// When to try again: quickly at first, because a login alert is news, then hourly for as long as mail servers do.

/// Waits between tries. Pure.
public struct RetrySchedule: Equatable, Sendable {
  /// After the first try, the second…; the last one repeats.
  public var waits: [Duration]
  /// How long after it was first put off a mail is given up.
  public var patience: Duration
  /// How far a wait may be off, either way: 0.2 for a fifth. Keeps many servers from calling at once.
  public var jitter: Double

  /// 15 s, 1, 5, 15, 30 min, then hourly, for 5 days.
  public static let standard = RetrySchedule(
    waits: [.seconds(15), .seconds(60), .seconds(300), .seconds(900), .seconds(1800), .seconds(3600)],
    patience: .seconds(5 * 86400), jitter: 0.2)

  /// Takes the parts; `waits` must not be empty.
  public init(waits: [Duration], patience: Duration, jitter: Double) {
    precondition(!waits.isEmpty, "a schedule without waits would never try again")
    self.waits = waits
    self.patience = patience
    self.jitter = jitter
  }

  /// How long to wait after a number of tries, from 1 on.
  /// - Parameter chance: from 0 to 1; what the jitter is taken from.
  public func wait(afterAttempt attempt: Int, chance: Double) -> Duration {
    let wait = waits[min(max(attempt, 1), waits.count) - 1]
    return wait * (1 + jitter * (2 * chance - 1))
  }

  /// The schedule with no wait longer than a limit.
  public func capped(at limit: Duration) -> RetrySchedule {
    RetrySchedule(waits: waits.map { min($0, limit) }, patience: patience, jitter: jitter)
  }

  /// The longest wait that there can be; what is due later than that was reckoned by another clock.
  public var longestWait: Duration {
    (waits.max() ?? .zero) * (1 + jitter)
  }

  /// True when a mail is given up that was first put off so long ago, and tried so often: a clock that jumps forward is no
  /// reason.
  public func isOver(after elapsed: Duration, attempts: Int) -> Bool {
    elapsed >= patience && attempts >= leastAttempts
  }

  /// A few rounds of the waits, or what fits into the patience where that is less.
  private var leastAttempts: Int {
    var elapsed = Duration.zero
    var attempts = 1
    while attempts < waits.count * 3, elapsed < patience {
      elapsed += waits[min(attempts, waits.count) - 1]
      attempts += 1
    }
    return attempts
  }
}
