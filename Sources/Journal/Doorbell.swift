// logind's signal that a session begins. journald tells its readers of new entries up to 250 ms late; this comes some 5 ms after
// sshd's Accepted entry, which is in the journal by then. It is a hint and nothing more: nothing is taken from it, and a bus that
// is absent, goes away or is flooded costs time and no entry.

import CSystemd
public import Glibc

/// Listens for `SessionNew` (org.freedesktop.login1(5)) on the system bus. To be used by one thread, as sd-bus(3) wants it.
public final class Doorbell: Bell {
  private var bus: OpaquePointer?
  private var nextTry = ContinuousClock.now
  private(set) var rings = 0
  private var secondEnds = ContinuousClock.now

  /// How long to leave alone a bus that is not there.
  private static let retryInterval = Duration.seconds(30)
  /// Signals a second that are worth waking up for; where there are more, the bus is left until that second is over.
  static let mostRings = 50

  /// Opens no bus yet.
  public init() {}

  deinit {
    sd_bus_close_unref(bus)
  }

  /// True while it can ring.
  public var isListening: Bool { bus != nil }

  /// What poll(2) has to wait for; nil where there is no bus, or too much of it.
  public func pollDescriptor(at now: ContinuousClock.Instant = .now) -> pollfd? {
    if bus == nil, now >= nextTry { listen(at: now) }
    guard let bus else { return nil }
    let events = sd_bus_get_events(bus)
    return pollfd(fd: sd_bus_get_fd(bus), events: Int16(max(0, events)), revents: 0)
  }

  /// How long poll(2) may wait: the bus has work of its own, or should be tried again.
  public func timeout(at now: ContinuousClock.Instant = .now) -> Duration? {
    guard let bus else { return max(.zero, nextTry - now) }
    var deadline: UInt64 = 0
    guard sd_bus_get_timeout(bus, &deadline) >= 0, deadline != .max else { return nil }
    return MonotonicClock.span(until: deadline)
  }

  /// Takes what has come, a little of it. A bus that fails is left, and tried again later. So is one that is flooded: what waits
  /// there would keep the next session from being heard for as long as it takes to read it all.
  public func answer(at now: ContinuousClock.Instant = .now) {
    guard let bus else { return }
    if now >= secondEnds {
      secondEnds = now + .seconds(1)
      rings = 0
    }
    while rings < Self.mostRings {
      let result = sd_bus_process(bus, nil)
      guard result >= 0 else { return hangUp(until: now + Self.retryInterval) }
      guard result > 0 else { return }
      rings += 1
    }
    hangUp(until: secondEnds)
  }

  /// Connects without waiting: sd-bus does the rest in `sd_bus_process`. A bus that lets nobody listen is closed by sd-bus.
  private func listen(at now: ContinuousClock.Instant) {
    let later = now + Self.retryInterval
    guard sd_bus_open_system(&bus) >= 0, let opened = bus else { return hangUp(until: later) }
    let result = sd_bus_match_signal_async(
      opened, nil, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "SessionNew",
      { _, _, _ in 0 }, nil, nil)
    if result < 0 { hangUp(until: later) }
  }

  private func hangUp(until nextTry: ContinuousClock.Instant) {
    sd_bus_close_unref(bus)
    bus = nil
    self.nextTry = nextTry
  }
}
