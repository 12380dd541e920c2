// How another thread ends a transfer: a deadline that the progress callback looks at, and a call that makes libcurl look now.

import CCurl
import Synchronization

/// Ends the transfers of a `CurlTransfer`.
public final class CurlCanceller: Sendable {
  private let deadline = Mutex<ContinuousClock.Instant?>(nil)
  /// The address of the multi handle, 0 once that is gone; the lock keeps it from going while it is woken.
  private let multi: Mutex<UInt>

  init(multi: UnsafeMutableRawPointer) {
    self.multi = Mutex(UInt(bitPattern: multi))
  }

  /// Makes the running transfer, and all later ones, fail with `CURLE_ABORTED_BY_CALLBACK` once the span is over; a second
  /// late at the most, since that is how often libcurl looks.
  public func cancel(within span: Duration) {
    deadline.withLock { $0 = .now + span }
    multi.withLock { address in
      _ = UnsafeMutableRawPointer(bitPattern: address).map { curl_multi_wakeup($0) }
    }
  }

  func forget() {
    multi.withLock { $0 = 0 }
  }

  /// True where the running transfer has to end.
  var isOver: Bool {
    deadline.withLock { $0.map { $0 <= .now } ?? false }
  }
}
