// What all that lives long has in common: an actor on a thread of its own that works off what is due, then waits for a hint.

import Foundation
import Logging
import ServiceLifecycle
import Store

/// A part of the daemon that works by itself: the Watcher, the Alerter, the Courier, and those beside them.
protocol Stage: Actor {
  /// Rung by the stage before, and at the end.
  nonisolated var wakeup: Wakeup { get }
  /// Opens what the stage needs. What it throws keeps the daemon from starting.
  func start(at now: Date) throws
  /// Works until the wakeup is stopped, and survives what can be survived.
  func run()
  /// Called from another thread when it is time to stop.
  nonisolated func stop()
}

extension Stage {
  /// Starts, as soon as nobody else holds the database.
  func startWaiting(_ logger: Logger) throws {
    try Store.waitingForLock(logger) { if !wakeup.isStopped { try start(at: Date()) } }
  }

  func start(at now: Date) throws {}
  nonisolated func stop() { wakeup.stop(within: lastChance) }

  /// How long what is due may still take when it is time to stop: an intruder's first act may be `systemctl stop`.
  nonisolated var lastChance: Duration { .seconds(5) }
}

/// A stage under the service group, which starts all and stops the last one in the list first.
struct StageService<S: Stage>: Service {
  let stage: S
  let logger: Logger
  /// Called once the stage has started, with the signal handlers in place.
  var whenStarted: @Sendable () -> Void = {}

  func run() async throws {
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await stage.startWaiting(logger)
        whenStarted()
        await stage.run()
      } onGracefulShutdown: {
        stage.stop()
      }
    } onCancel: {
      stage.stop()
    }
  }
}
