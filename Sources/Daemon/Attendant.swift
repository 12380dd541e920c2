// Waits for commands that have changed the database, and makes the stages look. Without it, all else goes on.

import Foundation
import Logging

/// Listens at the control socket.
actor Attendant: Stage {
  nonisolated let wakeup = Wakeup()
  private nonisolated let thread = DedicatedThread(name: "attendant")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let socket: ControlSocket
  private let look: @Sendable () -> Void
  private let logger: Logger
  private var descriptor: Int32?

  /// - Parameter look: called when a command says that there is something to look at.
  init(_ socket: ControlSocket, look: @escaping @Sendable () -> Void, logger: Logger) {
    self.socket = socket
    self.look = look
    self.logger = logger
  }

  /// Makes the socket; a daemon that nobody can tell to look still delivers mail.
  func start(at now: Date) {
    do {
      descriptor = try socket.listen()
    } catch {
      logger.warning("commands cannot make the daemon look, it takes up their changes later: \(error)")
    }
  }

  /// Listens until told to stop.
  func run() {
    while !wakeup.isStopped {
      wakeup.wait(or: descriptor, atMost: nil)
      if drain() { look() }
    }
    guard let descriptor else { return }
    close(descriptor)
    unlink(socket.path)
  }

  /// True where something has arrived.
  private func drain() -> Bool {
    guard let descriptor else { return false }
    var byte: UInt8 = 0
    var hasArrived = false
    while recv(descriptor, &byte, 1, 0) >= 0 { hasArrived = true }
    return hasArrived
  }
}
