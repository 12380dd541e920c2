// What a stage waits on. Ringing is only a hint that there may be work: the database is asked anyway, and a ring that comes
// while nobody waits is kept.

import Glibc
import Journal
import Synchronization

/// Wakes the thread that waits on it.
public final class Wakeup: Sendable {
  /// Can be read once it was rung.
  let descriptor: Int32
  private let bell: Int32
  private let deadline = Mutex<ContinuousClock.Instant?>(nil)

  /// Makes the pipe behind it.
  public init() {
    var ends: [Int32] = [-1, -1]
    let result = pipe(&ends)
    precondition(result == 0, "a process without two free descriptors cannot work")
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (descriptor, bell) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(bell)
  }

  /// Says that there may be work. A full pipe rings already.
  public func ring() {
    _ = write(bell, [1], 1)
  }

  /// Says that it is time to stop, and how long what is due may still take.
  public func stop(within span: Duration = .zero) {
    deadline.withLock { $0 = .now + span }
    ring()
  }

  /// True once `stop` was called.
  public var isStopped: Bool {
    deadline.withLock { $0 != nil }
  }

  /// True once the time that `stop` left is over.
  public var isOver: Bool {
    deadline.withLock { $0.map { $0 <= .now } ?? false }
  }

  /// Blocks the thread until it is rung or the time is over; nil for ever.
  /// - Parameter other: a descriptor that ends the wait as well when it can be read.
  func wait(or other: Int32? = nil, atMost span: Duration?) {
    var polled = [descriptor, other].compactMap(\.self).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&polled, nfds_t(polled.count), span.map(\.pollMilliseconds) ?? -1)
    drain()
  }

  /// Forgets the rings so far.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) > 0 {}
  }
}
