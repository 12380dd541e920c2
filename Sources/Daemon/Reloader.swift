// SIGHUP: the configuration is read again. What is wrong is refused as a whole, and the old one goes on.

import Foundation
import Logging
import ServiceLifecycle
import Systemd
import UnixSignals

/// A change that needs a restart.
struct RestartNeeded: Error, CustomStringConvertible {
  /// The keys.
  var keys: [String]

  var description: String {
    "a change of \(keys.map { "'\($0)'" }.joined(separator: ", ")) needs a restart: systemctl restart ssh-alertd"
  }
}

/// Reads the configuration again when it is told to.
struct Reloader: Service {
  let current: Configuration
  let load: @Sendable () throws -> Configuration
  /// Takes what was read over; throws where it cannot be used.
  let apply: @Sendable (Configuration) throws -> Void
  let manager: ServiceManager
  let logger: Logger

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
  }

  /// Reads and takes over, or says what is wrong.
  func reload() {
    manager.reloading()
    defer { manager.ready() }
    do {
      let new = try load()
      try check(new)
      try apply(new)
      logger.log(.notice, .configurationRead, "configuration read again: \(new.mailNotice)")
    } catch {
      let reason = "\(error)".split(separator: "\n").joined(separator: "; ")
      let words = "configuration refused, the old one goes on: \(reason)"
      logger.log(.error, .configurationRefused, words, [.reason: reason])
    }
  }

  private func check(_ new: Configuration) throws {
    let changes = [
      ("database", new.database == current.database), ("journal.directory", new.journal == current.journal),
      ("journal.sshd_executables", new.sshdExecutables == current.sshdExecutables),
    ]
    let keys = changes.filter { !$0.1 }.map(\.0)
    guard keys.isEmpty else { throw RestartNeeded(keys: keys) }
  }
}
