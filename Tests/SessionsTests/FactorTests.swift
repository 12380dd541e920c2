// Several factors: in the line, in the login, and in its words.

import TestKit
import Testing

@testable import Sessions

struct FactorTests {
  private static let partial = "Partial publickey for alice from 203.0.113.7 port 50000 ssh2: RSA SHA256:x"

  @Test func `a method that is not enough is a factor with its key`() {
    let key = KeyUse(type: "RSA", fingerprint: "SHA256:x")
    #expect(
      SessionParser().event(in: .make(Self.partial, at: -1))
        == .partial(.make(Factor(method: "publickey", key: key))))
  }

  @Test(arguments: [
    JournalEntry.make(partial, uid: 1000), .make(partial, pid: nil),
    .make("Partial publickey for  from 203.0.113.7 port 50000 ssh2"),
    .make("Partial publickey for alice from example.org port 50000 ssh2"),
  ]) func `what is forged or lacks a part is none`(entry: JournalEntry) {
    #expect(SessionParser().event(in: entry) == nil)
  }

  @Test func `a login names its methods as sshd_config does`() {
    var login = Login.make(method: "keyboard-interactive/pam")
    #expect(login.methods == "keyboard-interactive/pam")
    login.earlierFactors = [Factor(method: "publickey"), Factor(method: "password")]
    #expect(login.methods == "publickey,password,keyboard-interactive/pam")
  }
}
