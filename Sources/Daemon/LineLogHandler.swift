// The log: plain lines on a terminal; under the service manager lines with the level that journald reads (sd-daemon(3)).

import Foundation
public import Logging
import Sessions
public import Systemd

/// Writes log lines to standard error.
public struct LineLogHandler: LogHandler {
  /// Lines below this level are dropped.
  public var logLevel = Logger.Level.info
  /// Not used: a line says what it says.
  public var metadata: Logger.Metadata = [:]
  private let isForJournal: Bool

  /// Makes the handler of the whole process.
  public init(isForJournal: Bool = ServiceManager.isLoggingToJournal) {
    self.isForJournal = isForJournal
  }

  /// One key of the metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a line. What others have written in it can neither end the line nor steer a terminal.
  public func log(event: LogEvent) {
    let text = event.message.description.printable(limit: 2000)
    let line = isForJournal ? "<\(Self.priority(event.level))>\(text)\n" : Self.prefix(event.level) + text + "\n"
    // A line that cannot be written is lost: that must not end the daemon, and there is nowhere left to say so.
    _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// syslog(3).
  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  private static func prefix(_ level: Logger.Level) -> String {
    switch level {
    case .error, .critical: "error: "
    case .warning: "warning: "
    default: ""
    }
  }
}
