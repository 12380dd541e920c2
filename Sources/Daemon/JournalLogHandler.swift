// The log under the service manager: entries of the journal with fields of their own. Where journald does not take one, it goes to
// standard error as a line, so that a log is there as long as there is anything to write to.

import Logging
import Sessions
import Systemd

/// Writes log entries to the journal.
struct JournalLogHandler: LogHandler {
  /// What is below this level is dropped.
  var logLevel = Logger.Level.info
  /// Fields of each entry.
  var metadata: Logger.Metadata = [:]
  private let lines = LineLogHandler(isForJournal: true)

  /// Scalars of a value; a reply of a mail server is as long in the database.
  private static let longestValue = 500
  /// syslog(3): LOG_DAEMON, as standard error of a unit has it.
  private static let facility = 3

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    if !JournalSocket.send(fields(of: event)) { lines.log(event: event) }
  }

  /// What of an event goes to the journal: its words, and of its metadata what is a `LogField`. All of it is printable.
  func fields(of event: LogEvent) -> [(name: String, value: String)] {
    let values = metadata.merging(event.metadata ?? [:]) { $1 }
    return [
      ("MESSAGE", LineLogHandler.text(of: event)), ("PRIORITY", "\(event.level.priority)"),
      ("SYSLOG_IDENTIFIER", "ssh-alertd"), ("SYSLOG_FACILITY", "\(Self.facility)"),
    ]
      + LogField.allCases.compactMap { field in
        values[field.rawValue].map { (field.rawValue, "\($0)".printable(limit: Self.longestValue)) }
      }
  }
}
