// What `systemctl status` shows: one line, made of what each stage last said.

import Store
import Synchronization
import Systemd

/// Keeps the status line.
final class StatusBoard: Sendable {
  private let manager: ServiceManager
  private let counts = Mutex<(note: String?, logins: Int, outbox: OutboxCounts)>((nil, 0, OutboxCounts()))

  /// - Parameter note: what stands first, where there is something that nobody should overlook.
  init(_ manager: ServiceManager, note: String?) {
    self.manager = manager
    counts.withLock { $0.note = note }
  }

  func show(note: String?) {
    counts.withLock { $0.note = note }
    publish()
  }

  func show(logins: Int) {
    counts.withLock { $0.logins = logins }
    publish()
  }

  func show(outbox: OutboxCounts) {
    counts.withLock { $0.outbox = outbox }
    publish()
  }

  private func publish() {
    let (note, logins, outbox) = counts.withLock { $0 }
    let numbers = "logins: \(logins), mails waiting: \(outbox.due), failed: \(outbox.failed)"
    manager.status([note, numbers].compactMap(\.self).joined(separator: "; "))
  }
}
