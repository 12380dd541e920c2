// New settings for a stage, which works on a thread of its own and looks here between two pieces of work.

import Synchronization

/// Holds the newest value until somebody takes it.
final class Inbox<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  /// Puts a value there; one that nobody has taken is forgotten.
  func put(_ new: Value) {
    value.withLock { $0 = new }
  }

  /// Takes the value.
  func take() -> Value? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
