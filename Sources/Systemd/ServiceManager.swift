// Talks to the service manager: sd_notify(3) and sd_watchdog_enabled(3). Silent where nobody listens, as in a terminal.

import CSystemd
import Glibc

/// The service manager that started this process, if any.
public struct ServiceManager: Sendable {
  /// How often the service manager wants to hear `beat`; nil where it does not.
  public let watchdogInterval: Duration?

  /// Looks for the service manager in the environment.
  public init() {
    var microseconds: UInt64 = 0
    watchdogInterval = sd_watchdog_enabled(0, &microseconds) > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
  }

  /// True where standard error goes to the journal: systemd.exec(5), `$JOURNAL_STREAM`, names its device and inode; a
  /// process further down may have inherited the variable only.
  public static var isLoggingToJournal: Bool {
    var status = stat()
    guard let stream = getenv("JOURNAL_STREAM"), fstat(STDERR_FILENO, &status) == 0 else { return false }
    return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
  }

  /// Says that the work has begun.
  public func ready() { notify("READY=1") }

  /// Says that the settings are being read again, from which `ready` says it is back: sd_notify(3), `RELOADING=1`.
  public func reloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    notify("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
  }

  /// Says that the end has begun.
  public func stopping() { notify("STOPPING=1") }

  /// Says that the process lives.
  public func beat() { notify("WATCHDOG=1") }

  /// Says in a line what `systemctl status` shows.
  public func status(_ text: String) { notify("STATUS=\(text)") }

  /// A message that is not delivered is the service manager's loss: nothing here depends on it.
  private func notify(_ state: String) {
    _ = sd_notify(0, state)
  }
}
