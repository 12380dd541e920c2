// Something in the journal that cannot be read, and how far to step over it: each time farther than the last.

import Foundation

/// A way past a fault.
enum FaultStep: Int {
  /// Past single entries that cannot be read.
  case entry
  /// On by time, where not even the next entry is found.
  case second, minute, hour, day
  /// To what is logged from now on.
  case end

  /// How far by time; seconds.
  var span: TimeInterval? {
    switch self {
    case .entry, .end: nil
    case .second: 1
    case .minute: 60
    case .hour: 3600
    case .day: 86400
    }
  }
}

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
