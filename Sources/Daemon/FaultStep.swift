// How far to step over what cannot be read, each time farther than the last.

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
