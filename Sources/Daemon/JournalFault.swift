// Something in the journal that cannot be read.

/// How often reading has failed at one place. Some faults pass, so a few tries come first.
struct JournalFault: Equatable {
  private var tries = 0

  /// Tries before anything is passed over.
  static let patience = 3

  /// The fault after one more try.
  var again: JournalFault {
    JournalFault(tries: tries + 1)
  }

  /// What is left of it once reading has come some way: the next fault is another one, but none that passes.
  var afterProgress: JournalFault? {
    tries < Self.patience ? nil : JournalFault(tries: Self.patience)
  }

  /// How to go on; nil for one more try of the same.
  var step: FaultStep? {
    tries < Self.patience ? nil : FaultStep(rawValue: tries - Self.patience) ?? .end
  }
}
