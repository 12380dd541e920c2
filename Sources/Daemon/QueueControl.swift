// What `ssh-alertd queue` does: it reads and changes the database beside the daemon, and tells the daemon to look.

import Alerts
public import Foundation
public import Store

/// The outbox, from outside of the daemon. All methods throw `StoreError` or `DatabaseError` where the database cannot be used.
public struct QueueControl: Sendable {
  private let configuration: Configuration

  /// Takes the daemon's configuration.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// The mail that is not sent, and the servers that are left alone for a while, by name.
  public func list() throws -> (mail: [QueueEntry], holds: [String: RelayHold]) {
    let store = try Store.reading(path: configuration.database)
    return (try store.mailQueue(), try store.relayHolds())
  }

  /// A mail as a message with CRLF line ends, as it is or would be sent.
  /// - Returns: nil where there is no such mail, or it is sent.
  /// - Throws: also `ConfigurationError` for a template that cannot be used.
  public func message(of id: Int64, at now: Date) throws -> Data? {
    let composer = try configuration.composer()
    return try Store.reading(path: configuration.database).preview(of: id) {
      composer.compose($0, about: $1, at: now)
    }
  }

  /// Makes mail due now, and tells the daemon.
  public func retry(_ selection: QueueSelection, at now: Date) throws -> (count: Int, isDaemonTold: Bool) {
    let count = try Store.changing(path: configuration.database).retry(selection, at: now)
    return (count, try tellDaemon())
  }

  /// Gives a mail up for good.
  /// - Returns: false where there is no such mail, or it is sent.
  public func drop(_ id: Int64, at now: Date) throws -> Bool {
    let isDropped = try Store.changing(path: configuration.database).drop(id, at: now)
    _ = try tellDaemon()
    return isDropped
  }

  private func tellDaemon() throws -> Bool {
    try ControlSocket(path: configuration.controlSocket).ring()
  }
}
