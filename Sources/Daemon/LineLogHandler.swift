// The log in lines: plain ones on a terminal; for the journal with the level that it reads (sd-daemon(3)).

import Foundation
import Logging
import Sessions

/// Writes log lines to standard error.
struct LineLogHandler: LogHandler {
  /// Lines below this level are dropped.
  var logLevel = Logger.Level.info
  /// Not used: a line says what it says.
  var metadata: Logger.Metadata = [:]
  var isForJournal = false

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let text = Self.text(of: event)
    let line = isForJournal ? "<\(event.level.priority)>\(text)\n" : Self.prefix(event.level) + text + "\n"
    // A line that cannot be written is lost: that must not end the daemon, and there is nowhere left to say so.
    _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// The words. What others have written in them can neither end the line nor steer a terminal.
  static func text(of event: LogEvent) -> String {
    event.message.description.printable(limit: 2000)
  }

  private static func prefix(_ level: Logger.Level) -> String {
    switch level {
    case .error, .critical: "error: "
    case .warning: "warning: "
    default: ""
    }
  }
}

extension Logger.Level {
  /// syslog(3).
  var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
