// How the daemon logs: an event with its fields, in words.

public import Logging
import Systemd

extension Logger {
  /// True where standard error goes to the journal, and with it the log.
  public static var isOfJournal: Bool { ServiceManager.isLoggingToJournal }

  /// The log of the whole process: entries of the journal, or lines on standard error.
  public static var ofProcess: Logger {
    let handler: any LogHandler = isOfJournal ? JournalLogHandler() : LineLogHandler()
    return Logger(label: "ssh-alertd") { _ in handler }
  }

  /// Logs an event.
  /// - Parameters:
  ///   - event: nil for what has no kind of its own.
  ///   - fields: those that are nil are left out.
  public func log(_ level: Level, _ event: LoggedEvent?, _ text: String, _ fields: [LogField: String?] = [:]) {
    var metadata = Metadata()
    for (field, value) in fields { metadata[field.rawValue] = value.map { .string($0) } }
    metadata[LogField.messageID.rawValue] = event.map { .string($0.rawValue) }
    log(level: level, "\(text)", metadata: metadata)
  }
}
