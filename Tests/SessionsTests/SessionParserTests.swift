// From entries to events: each message at its place, and no event from anybody else.

import TestKit
import Testing

@testable import Sessions

struct SessionParserTests {
  private let parser = SessionParser()
  private let line = "Accepted password for alice from 203.0.113.7 port 50000 ssh2"

  @Test func `the Accepted line makes a login of all that the entry says`() {
    let login = Login.make(at: 3, pid: 7)
    #expect(parser.event(in: .make(line, at: 3, pid: 7)) == .accepted(login))
  }

  @Test func `a login without an executable is unverified`() {
    #expect(parser.event(in: .make(line, executable: nil)) == .accepted(.make(verified: false)))
  }

  @Test(arguments: [
    JournalEntry.make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", uid: 1000),
    .make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", uid: nil),
    .make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", pid: nil),
    .make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", command: "logger"),
    .make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", executable: "/tmp/sshd"),
    .make("Accepted password for alice from 6.6.6.6 port 50000 ssh2", identifier: "cron"),
    .make("pam_unix(sshd:session): session closed for user alice", uid: 1000),
    .make("pam_unix(sshd:session): session opened for user alice(uid=0) by (uid=0)", uid: 1000),
    .logind(MessageID.sessionEnded, uid: 1000), .logind(MessageID.shutdown, uid: 1000),
  ]) func `a forged entry means nothing`(entry: JournalEntry) {
    #expect(parser.event(in: entry) == nil)
  }

  @Test(arguments: [
    ("session opened for user alice(uid=1000) by (uid=0)", 1000), ("session opened for user alice by (uid=0)", nil),
    ("session opened for user alice(uid=1000) by root(uid=0)", 1000),
    ("session opened for user a(uid=7)b(uid=1000) by (uid=0)", 1000),
    ("session opened for user alice(uid=4294967296) by (uid=0)", nil),
  ]) func `pam says that a session was opened, and since 1.4 for which uid`(message: String, uid: UInt32?) {
    #expect(parser.event(in: .make("pam_unix(sshd:session): \(message)")) == .pamOpened(pid: 100, uid: uid))
  }

  @Test func `pam says that a session was closed`() {
    let entry = JournalEntry.make("pam_unix(sshd:session): session closed for user alice", pid: 7)
    #expect(parser.event(in: entry) == .pamClosed(pid: 7))
  }

  @Test(arguments: [
    "pam_unix(sudo:session): session closed for user alice", "pam_unix(sshd:auth): session closed for user alice",
    "pam_unix(sshd:session): session", "x pam_unix(sshd:session): session closed for user alice",
  ]) func `what pam says of other things means nothing`(message: String) {
    #expect(parser.event(in: .make(message)) == nil)
  }

  @Test(arguments: [
    ("user alice 203.0.113.7 port 1", "alice"), (#"user j\303\266rg 203.0.113.7 port 1"#, "jörg"),
    (#"user CORP\\jane doe 203.0.113.7 port 1"#, #"CORP\jane doe"#), ("203.0.113.7 port 1", nil),
    ("user x 6.6.6.6 port 66 203.0.113.7 port 1", "x 6.6.6.6 port 66"),
  ]) func `a disconnect names the last address, and perhaps a user`(text: String, user: String?) {
    let origin = Endpoint(address: "203.0.113.7", port: 1)
    let entry = JournalEntry.make("Disconnected from \(text)", pid: 101, uid: 1000)
    #expect(parser.event(in: entry) == .disconnected(user: user, origin: origin, uid: 1000))
  }

  @Test(arguments: [
    "Disconnected from user ", "Disconnected from user 203.0.113.7 port 1",
    "Disconnected from authenticating user alice 203.0.113.7 port 1",
    "Received disconnect from 203.0.113.7 port 1:11: disconnected by user",
    "Disconnected from user alice example.org port 1",
    "Disconnected from user alice 203.0.113.7 port 65536", "Disconnected from ",
    "Disconnected from user alice 203.0.113.7",
  ]) func `other ends are not those of a login`(message: String) {
    #expect(parser.event(in: .make(message)) == nil)
  }

  @Test(arguments: [
    ("authenticating user alice ", "alice"), ("invalid user alice ", "alice"), ("", nil),
  ]) func `a connection that ends before its login is a failure`(who: String, user: String?) {
    let entry = JournalEntry.make("Disconnected from \(who)203.0.113.7 port 1 [preauth]")
    #expect(parser.event(in: entry) == .failed(.make(.disconnected, .ending, user: user)))
  }

  @Test func `logind starts and ends the session of its leader`() {
    #expect(
      parser.event(in: .logind(MessageID.sessionStarted, leader: 7, session: "c3"))
        == .logindStarted(leader: 7, sessionID: "c3"))
    #expect(
      parser.event(in: .logind(MessageID.sessionEnded, leader: 7, session: "c3"))
        == .logindEnded(leader: 7, sessionID: "c3"))
    #expect(parser.event(in: .logind(MessageID.shutdown, leader: nil, session: nil)) == .shutdown)
  }

  @Test(arguments: [
    JournalEntry.logind(MessageID.sessionEnded, leader: nil), .logind(MessageID.sessionEnded, session: nil),
    .logind("0000000000000000000000000000000a"), .make(line(of: "alice"), command: "systemd-logind"),
  ]) func `what else logind says means nothing`(entry: JournalEntry) {
    #expect(parser.event(in: entry) == nil)
  }

  private static func line(of user: String) -> String {
    "Accepted password for \(user) from 203.0.113.7 port 50000 ssh2"
  }

  @Test(arguments: [UInt32(0), 1000]) func `a session's terminal is told by whoever runs it`(uid: UInt32) {
    let line = "Starting session: shell on pts/0 for alice from 203.0.113.7 port 50000 id 0"
    let origin = Endpoint(address: "203.0.113.7", port: 50000)
    #expect(
      parser.event(in: .make(line, pid: 101, uid: uid))
        == .started(tty: "pts/0", user: "alice", origin: origin, uid: uid))
  }

  @Test(arguments: [
    "Starting session: shell for alice from 203.0.113.7 port 50000 id 0",
    "Starting session: shell on pts/0 for alice from 203.0.113.7 port 50000 id 0 [preauth]",
    "Starting session: shell on pts/0;reboot for alice from 203.0.113.7 port 50000 id 0",
    "Close session: user alice from 203.0.113.7 port 50000 id 0",
  ]) func `what tells no terminal means nothing`(message: String) {
    #expect(parser.event(in: .make(message, uid: 1000)) == nil)
  }

  @Test func `what is longer than any line of sshd's means nothing`() {
    let end = "Disconnected from user alice 203.0.113.7 port 50000"
    #expect(parser.event(in: .make(end, uid: 1000)) != nil)
    let name = String(repeating: "a", count: SSHDLine.longest + 1 - end.utf8.count + 5)
    let long = "Disconnected from user \(name) 203.0.113.7 port 50000"
    #expect(long.utf8.count == SSHDLine.longest + 1)
    #expect(parser.event(in: .make(long, uid: 1000)) == nil)
    #expect(parser.event(in: .make(long.replacing("aaaaaa", with: "aaaaa", maxReplacements: 1), uid: 1000)) != nil)
  }
}
