// What of a log event goes to the journal.

import Logging
import Testing

@testable import Daemon

struct JournalLogHandlerTests {
  private func fields(
    _ level: Logger.Level, _ text: String, _ metadata: Logger.Metadata = [:], of handler: JournalLogHandler = .init()
  ) -> [String: String] {
    let event = LogEvent(
      level: level, message: "\(text)", metadata: metadata, source: "test", file: #fileID, function: #function,
      line: #line)
    return Dictionary(uniqueKeysWithValues: handler.fields(of: event).map { ($0.name, $0.value) })
  }

  @Test func `an entry has its words, its level and its sender's name`() {
    #expect(
      fields(.warning, "careful") == [
        "MESSAGE": "careful", "PRIORITY": "4", "SYSLOG_IDENTIFIER": "ssh-alertd", "SYSLOG_FACILITY": "3",
      ])
  }

  @Test(arguments: [
    (Logger.Level.trace, "7"), (.debug, "7"), (.info, "6"), (.notice, "5"), (.warning, "4"), (.error, "3"),
    (.critical, "2"),
  ]) func `levels are syslog's`(level: Logger.Level, priority: String) {
    #expect(fields(level, "")["PRIORITY"] == priority)
  }

  @Test func `what the list of fields has goes with it, and nothing else`() {
    let metadata: Logger.Metadata = [
      "SSH_ALERTD_USER": "alice", "MESSAGE_ID": "\(LoggedEvent.started.rawValue)", "_UID": "0", "PRIORITY": "0",
      "SSH_ALERTD_ELSE": "x",
    ]
    let fields = fields(.info, "", metadata)
    #expect(fields["SSH_ALERTD_USER"] == "alice")
    #expect(fields["MESSAGE_ID"] == LoggedEvent.started.rawValue)
    #expect(fields["PRIORITY"] == "6")
    #expect(fields.count == 6)
  }

  @Test func `what others wrote is printable and bounded`() {
    let hostile = "a\nMESSAGE=forged\0\u{1B}[31m\u{202E}"
    let fields = fields(
      .info, hostile, ["SSH_ALERTD_USER": "\(hostile)", "SSH_ALERTD_REPLY": "\(String(repeating: "x", count: 9999))"])
    let shown = "a\\u{a}MESSAGE=forged\\u{0}\\u{1b}[31m\\u{202e}"
    #expect(fields["MESSAGE"] == shown)
    #expect(fields["SSH_ALERTD_USER"] == shown)
    #expect(fields["SSH_ALERTD_REPLY"]?.count == 501)
  }

  @Test func `fields of the handler are those of each entry, unless it has its own`() {
    var handler = JournalLogHandler()
    handler[metadataKey: "SSH_ALERTD_HOST"] = "web1"
    #expect(fields(.info, "", of: handler)["SSH_ALERTD_HOST"] == "web1")
    #expect(fields(.info, "", ["SSH_ALERTD_HOST": "web2"], of: handler)["SSH_ALERTD_HOST"] == "web2")
  }
}
