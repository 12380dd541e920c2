// logind's files of sessions, in /run/systemd/sessions: it writes one when a session begins. Where there is no bus, this rings as
// early as the doorbell does.

import CSystemd
public import Glibc

/// Listens for sessions that come and go: sd_login_monitor_new(3).
public final class SessionMonitor: Bell {
  private var monitor: OpaquePointer?
  private var nextTry = ContinuousClock.now

  /// How long to leave alone a logind that is not there.
  private static let retryInterval = Duration.seconds(30)

  /// Opens nothing yet.
  public init() {}

  deinit {
    sd_login_monitor_unref(monitor)
  }

  /// What poll(2) has to wait for; nil where there is no logind.
  public func pollDescriptor(at now: ContinuousClock.Instant = .now) -> pollfd? {
    if monitor == nil, now >= nextTry { open(at: now) }
    guard let monitor else { return nil }
    let events = sd_login_monitor_get_events(monitor)
    return pollfd(fd: sd_login_monitor_get_fd(monitor), events: Int16(max(0, events)), revents: 0)
  }

  /// How long poll(2) may wait: until it should be tried again.
  public func timeout(at now: ContinuousClock.Instant = .now) -> Duration? {
    monitor == nil ? max(.zero, nextTry - now) : nil
  }

  /// Forgets what has come: a session that begins has its file written several times.
  public func answer(at now: ContinuousClock.Instant = .now) {
    if let monitor { sd_login_monitor_flush(monitor) }
  }

  private func open(at now: ContinuousClock.Instant) {
    nextTry = now + Self.retryInterval
    if sd_login_monitor_new("session", &monitor) < 0 { monitor = nil }
  }
}
