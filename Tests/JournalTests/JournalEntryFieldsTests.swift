// Fields as libsystemd hands them out: bytes of anybody's making.

import Sessions
import TestKit
import Testing

@testable import Journal

struct JournalEntryFieldsTests {
  private static let blank = JournalEntry(cursor: "", at: Scene.noon, monotonicMicroseconds: 0, bootID: Scene.boot)

  private func entry(of fields: [UInt8]...) -> JournalEntry {
    fields.reduce(into: Self.blank) { entry, field in field.withUnsafeBytes { entry.take($0) } }
  }

  private func entry(of fields: String...) -> JournalEntry {
    fields.reduce(into: Self.blank) { entry, field in Array(field.utf8).withUnsafeBytes { entry.take($0) } }
  }

  @Test func `each field goes to its place`() {
    let taken = entry(
      of: "MESSAGE=said", "MESSAGE_ID=\(MessageID.shutdown)", "SYSLOG_IDENTIFIER=sshd", "LEADER=7", "SESSION_ID=c1",
      "_PID=42", "_UID=4294967295", "_COMM=sshd", "_EXE=/usr/sbin/sshd", "_HOSTNAME=web1",
      "_MACHINE_ID=\(Scene.machine)")
    #expect(
      taken
        == JournalEntry(
          cursor: "", at: Scene.noon, monotonicMicroseconds: 0, bootID: Scene.boot, machineID: Scene.machine,
          hostname: "web1", pid: 42, uid: .max, command: "sshd", executable: "/usr/sbin/sshd", identifier: "sshd",
          messageID: MessageID.shutdown, message: "said", leader: 7, sessionID: "c1"))
  }

  @Test(arguments: ["MESSAGE", "MESSAGES=x", "MESSAG=x", "message=x", "_PIDS=1", "PID=1", "=x", "=", "", "_BOOT_ID=x"])
  func `what only looks like a field that an entry has is passed over`(field: String) {
    #expect(entry(of: field) == Self.blank)
  }

  @Test func `the first of several equal fields counts`() {
    let taken = entry(
      of: "MESSAGE=one", "MESSAGE=two", "SYSLOG_IDENTIFIER=sshd", "SYSLOG_IDENTIFIER=su", "LEADER=1", "LEADER=2")
    #expect(taken.message == "one")
    #expect(taken.identifier == "sshd")
    #expect(taken.leader == 1)
  }

  @Test func `a value begins after the first equals sign and may have more`() {
    #expect(entry(of: "MESSAGE=a=b=\nMESSAGE=c").message == "a=b=\nMESSAGE=c")
    #expect(entry(of: "_EXE=").executable == "")
  }

  @Test(arguments: ["", "x", "1x", " 1", "4294967296"]) func `what is no number is none`(text: String) {
    #expect(entry(of: "_UID=\(text)", "LEADER=\(text)", "_PID=\(text)") == Self.blank)
  }

  @Test func `bytes that are not UTF-8 are replaced`() {
    #expect(entry(of: Array("MESSAGE=a".utf8) + [0xFF, 0x62, 0x00]).message == "a\u{FFFD}b\0")
    #expect(entry(of: [0xFF] + Array("MESSAGE=a".utf8)) == Self.blank)
  }
}
