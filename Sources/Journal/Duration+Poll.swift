// How long poll(2) may wait.

extension Duration {
  /// Whole milliseconds, rounded up so that a wait is not over early.
  public var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    return Int32(clamping: max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
