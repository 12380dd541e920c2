// Whatever says that the journal is worth a look, earlier than journald itself does: up to 250 ms. A hint and nothing more.

public import Glibc

/// Something to wait for beside the journal. To be used by one thread.
public protocol Bell: AnyObject {
  /// What poll(2) has to wait for; nil where there is nothing to hear for now.
  func pollDescriptor(at now: ContinuousClock.Instant) -> pollfd?
  /// How long poll(2) may wait; nil for ever.
  func timeout(at now: ContinuousClock.Instant) -> Duration?
  /// Takes what has come; called after each wait.
  func answer(at now: ContinuousClock.Instant)
}
