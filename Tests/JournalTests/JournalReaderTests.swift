// libsystemd on a recorded journal: order, cursors, matches and fields.

import Sessions
import TestKit
import Testing

@testable import Journal

struct JournalReaderTests {
  private let journal: RecordedJournal
  private let reader: JournalReader

  init() throws {
    journal = try RecordedJournal("trixie")
    reader = try JournalReader(.directory(journal.path))
  }

  private func entries(atMost limit: Int = .max) throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    while entries.count < limit, try reader.next() { entries.append(try reader.entry()) }
    return entries
  }

  @Test func `an entry has the fields of its journal`() throws {
    let expected = try #require(try journal.expectedLogins().first)
    let cursor = try #require(expected["cursor"] as? String)
    try reader.seek(toCursor: cursor)
    #expect(try reader.next())
    #expect(try reader.isAt(cursor: cursor))
    let entry = try reader.entry()
    #expect(entry.cursor == cursor)
    #expect(entry.machineID == expected["machine_id"] as? String)
    #expect(entry.bootID == expected["boot_id"] as? String)
    #expect(entry.hostname == expected["hostname"] as? String)
    #expect(entry.uid == 0)
    #expect(entry.identifier == "sshd-session")
    #expect(entry.command == "sshd-session")
    #expect(entry.executable == "/usr/lib/openssh/sshd-session")
    #expect(entry.message.hasPrefix("Accepted publickey for alice from 127.0.0.1 port 39928 ssh2: ED25519 SHA256:"))
  }

  @Test func `logind's entries have a leader and a session`() throws {
    try reader.match(anyOf: ["MESSAGE_ID=\(MessageID.sessionStarted)"])
    try reader.seekHead()
    let entries = try entries()
    #expect(!entries.isEmpty)
    #expect(entries.allSatisfy { $0.messageID == MessageID.sessionStarted && $0.leader != nil && $0.sessionID != nil })
  }

  @Test func `only what has one of the matches is read`() throws {
    try reader.match(anyOf: ["SYSLOG_IDENTIFIER=sshd", "SYSLOG_IDENTIFIER=sshd-session"])
    try reader.seekHead()
    let entries = try entries()
    #expect(Set(entries.map(\.identifier)) == ["sshd", "sshd-session"])
    #expect(entries.contains { ($0.uid ?? 0) >= 1000 })
  }

  @Test func `reading on from a cursor gives what comes after it`() throws {
    try reader.seekHead()
    let first = try entries(atMost: 20)
    try reader.seek(toCursor: first[9].cursor)
    #expect(try entries(atMost: 11) == Array(first[9...]))
  }

  @Test func `seeking a time gives the first entry that is not older`() throws {
    try reader.seekHead()
    let first = try entries(atMost: 50)
    let middle = try #require(first.last)
    try reader.seek(to: middle.at)
    #expect(try reader.next())
    #expect(try reader.entry().at == middle.at)
  }

  @Test func `the last entry has none after it`() throws {
    #expect(try reader.seekLast())
    #expect(try !reader.next())
  }

  @Test(arguments: ["", "rubbish", "s=x;i=y"]) func `what is no cursor is an error that names it`(cursor: String) {
    let error = #expect(throws: JournalError.self) { try reader.seek(toCursor: cursor) }
    #expect(error?.call == "sd_journal_seek_cursor")
    #expect(error?.subject == cursor)
  }

  @Test func `an empty directory is a journal without entries`() throws {
    let directory = try TemporaryDirectory()
    let reader = try JournalReader(.directory(directory.path))
    #expect(try !reader.seekLast())
    #expect(try !reader.next())
  }
}
