// Whom to believe, and each forgery that is known.

import TestKit
import Testing

@testable import Sessions

struct TrustRulesTests {
  @Test(arguments: [
    ("sshd", "sshd", "/usr/sbin/sshd"), ("sshd", "sshd", "/usr/bin/sshd"),
    ("sshd-session", "sshd-session", "/usr/lib/openssh/sshd-session"),
    ("sshd-session", "sshd-session", "/usr/libexec/openssh/sshd-session"),
    ("sshd-session", "sshd-session", "/usr/lib/ssh/sshd-session"),
    ("sshd-session", "sshd-session", "/usr/libexec/ssh/sshd-session"),
  ]) func `sshd is believed where distributions install it`(identifier: String, command: String, executable: String) {
    let entry = JournalEntry.make(command: command, executable: executable, identifier: identifier)
    #expect(TrustRules().sender(of: entry) == .sshd(uid: 0, isVerified: true))
  }

  @Test func `a user's own sshd process is told by its uid`() {
    #expect(TrustRules().sender(of: .make(uid: 1000)) == .sshd(uid: 1000, isVerified: true))
  }

  @Test(arguments: [nil, "sshd"]) func `an entry that lost its executable counts, unverified`(command: String?) {
    let entry = JournalEntry.make(command: command, executable: nil)
    #expect(TrustRules().sender(of: entry) == .sshd(uid: 0, isVerified: false))
  }

  @Test func `an entry that lost only its command is verified by its executable`() {
    #expect(TrustRules().sender(of: .make(command: nil)) == .sshd(uid: 0, isVerified: true))
  }

  @Test(arguments: [
    JournalEntry.make(uid: nil), .make(identifier: nil), .make(identifier: "sudo"), .make(identifier: "sshd-auth"),
    .make(identifier: "SSHD"), .make(command: "logger"), .make(command: "bash", executable: nil),
    .make(executable: "/usr/bin/logger"), .make(executable: "/home/alice/sshd"),
    .make(executable: "/usr/sbin/sshd (deleted)"), .make(command: "", executable: ""),
  ]) func `another sender is nobody`(entry: JournalEntry) {
    #expect(TrustRules().sender(of: entry) == nil)
  }

  @Test func `an executable that the configuration adds is believed, beside the known ones`() {
    let rules = TrustRules(addingExecutables: ["/opt/ssh/sbin/sshd"])
    #expect(rules.sender(of: .make(executable: "/opt/ssh/sbin/sshd")) == .sshd(uid: 0, isVerified: true))
    #expect(rules.sender(of: .make()) == .sshd(uid: 0, isVerified: true))
    #expect(rules.sender(of: .make(executable: "/opt/ssh/sbin/sshd2")) == nil)
  }

  @Test func `logind is root's process of that name`() {
    #expect(TrustRules().sender(of: .logind(MessageID.sessionEnded)) == .logind)
  }

  @Test func `a user's process with logind's name and words is nobody`() {
    #expect(TrustRules().sender(of: .logind(MessageID.sessionEnded, uid: 1000)) == nil)
  }

  @Test func `logind's identifier alone makes nobody logind`() {
    #expect(TrustRules().sender(of: .make(command: "logger", identifier: "systemd-logind")) == nil)
    #expect(TrustRules().sender(of: .make(command: nil, executable: nil, identifier: "systemd-logind")) == nil)
  }

  @Test func `journald is root's process of that name, as the kernel cuts it`() {
    #expect(TrustRules().sender(of: .journald("Suppressed 9 messages from ssh.service")) == .journald)
  }

  @Test func `a user's process with journald's name and words is nobody`() {
    #expect(TrustRules().sender(of: .journald("Suppressed 9 messages from ssh.service", uid: 1000)) == nil)
  }
}
