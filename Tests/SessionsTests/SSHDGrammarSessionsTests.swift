// The grammar of the Accepted line: what is a login, who, from where and by what method. Keys are KeyUseTests' matter.

import TestKit
import Testing

@testable import Sessions

struct SSHDGrammarSessionsTests {
  private func login(_ line: String) -> Login? {
    guard case .accepted(let login) = SessionParser().event(in: .make(line)) else { return nil }
    return login
  }

  @Test(arguments: [
    "none", "publickey", "password", "keyboard-interactive", "keyboard-interactive/pam", "keyboard-interactive/bsdauth",
    "hostbased", "gssapi-with-mic", "gssapi-keyex",
  ]) func `each method of sshd lets somebody in`(method: String) throws {
    let found = try #require(login("Accepted \(method) for alice from 203.0.113.7 port 50000 ssh2"))
    #expect(found.method == method)
    #expect(found.user == "alice")
    #expect(found.origin == Endpoint(address: "203.0.113.7", port: 50000))
    #expect(found.key == nil)
  }

  @Test(arguments: [
    ("203.0.113.7", 1), ("2001:db8::7", 22), ("::1", 50000), ("fe80::1%eth0", 50000), ("::ffff:203.0.113.7", 50000),
    ("UNKNOWN", 65535),
  ]) func `a client is at an address of either family, or at none`(address: String, port: UInt16) throws {
    let found = try #require(login("Accepted password for alice from \(address) port \(port) ssh2"))
    #expect(found.origin == Endpoint(address: address, port: port))
  }

  @Test(arguments: [
    (#"j\303\266rg"#, "jörg"), (#"CORP\\jane doe"#, #"CORP\jane doe"#), ("svc@corp", "svc@corp"), ("a b  c", "a b  c"),
    ("for x from", "for x from"), ("from", "from"), ("x from y", "x from y"), ("x port 22 ssh2", "x port 22 ssh2"),
    ("from 203.0.113.7", "from 203.0.113.7"), ("x from UNKNOWN", "x from UNKNOWN"),
  ]) func `an account can be named as it likes`(logged: String, user: String) throws {
    let found = try #require(
      login("Accepted publickey for \(logged) from 203.0.113.7 port 22 ssh2: RSA SHA256:x"))
    #expect(found.user == user)
    #expect(found.origin == Endpoint(address: "203.0.113.7", port: 22))
    #expect(found.key?.type == "RSA")
  }

  @Test(arguments: [
    "", "Accepted", "Accepted ", "accepted password for alice from 203.0.113.7 port 22 ssh2",
    " Accepted password for alice from 203.0.113.7 port 22 ssh2",
    "Failed password for alice from 203.0.113.7 port 22 ssh2",
    "Partial publickey for alice from 203.0.113.7 port 22 ssh2",
    "Postponed publickey for alice from 203.0.113.7 port 22 ssh2 [preauth]",
    "Invalid user Accepted password for alice from 203.0.113.7 port 22 ssh2 from 198.51.100.1 port 22",
    "Accepted key ED25519 SHA256:x found at /home/alice/.ssh/authorized_keys:1",
    "Accepted key for alice from 203.0.113.7 port 22 ssh2",
    "Accepted certificate for alice from 203.0.113.7 port 22 ssh2",
    #"Accepted certificate ID "x" (serial 1) signed by ED25519 CA SHA256:x via /etc/ssh/ca.pub"#,
    "Accepted Password for alice from 203.0.113.7 port 22 ssh2",
    "Accepted /pam for alice from 203.0.113.7 port 22 ssh2",
    "Accepted password alice from 203.0.113.7 port 22 ssh2",
  ]) func `other lines are no logins`(line: String) {
    #expect(login(line) == nil)
  }

  @Test(arguments: [
    "Accepted password for", "Accepted password for alice", "Accepted password for alice from 203.0.113.7",
    "Accepted password for alice from 203.0.113.7 port", "Accepted password for alice from 203.0.113.7 port 22",
    "Accepted password for alice from 203.0.113.7 port 22 ssh", "Accepted password for  from 203.0.113.7 port 22 ssh2",
    "Accepted password for alice from 203.0.113.7 port 65536 ssh2", "Accepted password for alice from  port 22 ssh2",
    "Accepted password for alice from example.org port 22 ssh2",
    "Accepted password for alice from 203.0.113.7 port 22 ssh1",
    "Accepted password for alice from 203.0.113.7 port 22 ssh2x",
    "Accepted password for alice from 203.0.113 port 22 ssh2",
  ]) func `a line that lacks a part is no login`(line: String) {
    #expect(login(line) == nil)
  }

  @Test func `a key id that looks like a whole line moves neither the user nor the address`() throws {
    let id = "x from 6.6.6.6 port 66 ssh2: RSA SHA256:evil"
    let found = try #require(
      login(
        "Accepted publickey for alice from 203.0.113.7 port 22 ssh2: RSA-CERT SHA256:own ID \(id) (serial 1) CA RSA SHA256:ca"
      ))
    #expect(found.user == "alice")
    #expect(found.origin == Endpoint(address: "203.0.113.7", port: 22))
    #expect(found.key?.certificate == Certificate(id: id, serial: "1", authority: "SHA256:ca"))
  }

  @Test(arguments: ["password", "keyboard-interactive/pam", "gssapi-with-mic", "none"])
  func `what stands behind the line of a method without keys is no key`(method: String) throws {
    let found = try #require(login("Accepted \(method) for alice from 203.0.113.7 port 22 ssh2: RSA SHA256:x"))
    #expect(found.key == nil)
  }

  @Test(arguments: ["publickey", "hostbased"])
  func `a login without its key is still a login`(method: String) throws {
    let found = try #require(login("Accepted \(method) for alice from 203.0.113.7 port 22 ssh2: "))
    #expect(found.key == nil)
  }

  @Test func `a line of 499 bytes is whole, one of 500 has lost its end`() throws {
    let start = "Accepted publickey for a from 203.0.113.7 port 22 ssh2: RSA-CERT SHA256:own ID "
    let end = " (serial 1) CA RSA SHA256:ca"
    let room = SSHDLine.longest - start.utf8.count - end.utf8.count
    let whole = try #require(login(start + String(repeating: "i", count: room - 1) + end))
    #expect(whole.key?.certificate?.serial == "1")
    let cut = try #require(login(start + String(repeating: "i", count: room) + end))
    #expect(cut.key?.certificate?.serial == nil)
    #expect(cut.key?.fingerprint == "SHA256:own")
  }
}
