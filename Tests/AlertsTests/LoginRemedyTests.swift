// What to do about a login, in commands.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct LoginRemedyTests {
  private static let fingerprint = "SHA256:wRtNCEUSVFPCOcpwLw83YkVXIbS+z+0Ni7hJLb+Tdt8"

  private static func report(
    user: String = "alice", address: String = "203.0.113.7", key: KeyUse? = nil, session: String? = "42",
    id: Int64? = 17
  ) -> LoginReport {
    var login = Login.make(user: user, address: address, method: "publickey", key: key)
    login.session.logindID = session
    return LoginReport(login, id: id)
  }

  private static func commands(_ report: LoginReport) -> [String] { report.remedy.flatMap(\.commands) }

  @Test func `a login has its commands filled in`() {
    let key = KeyUse(type: "ED25519", fingerprint: Self.fingerprint)
    #expect(
      Self.commands(Self.report(key: key)) == [
        "loginctl terminate-session 42", "passwd -l alice", "usermod --expiredate 1 alice", "key=\(Self.fingerprint)",
        "file=~alice/.ssh/authorized_keys", #"cat -n "$file" | while read -r number line; do"#,
        #"  printf '%s\n' "$line" | ssh-keygen -lf - 2>&1 |"#, #"    grep -F "$key" && echo "line $number of $file""#,
        "done",
        "nft add table inet ban", "nft add chain inet ban in '{ type filter hook input priority -9; }'",
        "nft add rule inet ban in ip saddr 203.0.113.7 drop", "ssh-alertd explain 17",
      ])
  }

  @Test func `what is not known has a word in its place, or no step`() {
    let report = Self.report(address: "UNKNOWN", session: nil, id: nil)
    #expect(report.remedy.first?.what == "Find the session (sshd's process is 100), and end it")
    #expect(
      Self.commands(report) == [
        "loginctl list-sessions", "loginctl terminate-session SESSION", "passwd -l alice",
        "usermod --expiredate 1 alice",
      ])
  }

  @Test func `a session that is over needs no end`() {
    var report = Self.report()
    report.login.session.end = .make(at: 60)
    #expect(!Self.commands(report).contains { $0.contains("session") })
  }

  @Test func `root is not shut out of the machine`() {
    let commands = Self.commands(Self.report(user: "root"))
    #expect(commands.contains("passwd -l root"))
    #expect(!commands.contains { $0.contains("usermod") })
  }

  @Test func `the key of an earlier factor is the login's as well`() {
    var report = Self.report()
    report.login.earlierFactors = [
      Factor(
        method: "publickey",
        key: KeyUse(type: "RSA", fingerprint: "MD5:" + [String](repeating: "0f", count: 16).joined(separator: ":")))
    ]
    #expect(Self.commands(report).contains { $0.hasPrefix("key=MD5:0f:") })
    #expect(Self.commands(report).contains { $0.contains("ssh-keygen -E md5 -lf -") })
  }

  @Test(
    arguments: [
      (fingerprint, "42", "echo 'hash: \(fingerprint)' |", "  ssh-keygen -k -u -f FILE -"),
      (nil, "42", "echo 'serial: 42' |", "  ssh-keygen -k -u -s CA -f FILE -"),
      (nil, "0", nil, nil), (nil, nil, nil, nil),
    ] as [(String?, String?, String?, String?)])
  func `a certificate is revoked by its key, or else by its serial`(
    fingerprint: String?, serial: String?, entry: String?, tool: String?
  ) {
    let certificate = Certificate(id: "laptop", serial: serial, authority: "SHA256:ca")
    let key = KeyUse(type: "ED25519-CERT", fingerprint: fingerprint, certificate: certificate)
    let commands = Self.commands(Self.report(key: key))
    #expect(commands.filter { $0.hasPrefix("echo '") } == [entry].compactMap(\.self))
    #expect(commands.filter { $0.hasPrefix("  ssh-keygen -k -u") } == [tool].compactMap(\.self))
    #expect(!commands.contains { $0.contains("authorized_keys") })
  }

  private static func hostile(_ text: String, isSigned: Bool) -> [String] {
    let certificate = isSigned ? Certificate(id: text, serial: text, authority: text) : nil
    let key = KeyUse(type: text, fingerprint: text, certificate: certificate)
    var report = report(user: text, address: text, key: key, session: text)
    report.findings.keyName = KeyName(comment: text, options: text)
    report.findings.reverseName = text
    return commands(report)
  }

  /// All that a hostile login gets: its words are in none of the lines.
  @Test func `no name gets into a command`() {
    let tame = ["loginctl list-sessions", "loginctl terminate-session SESSION", "passwd -l USER"]
    var random = SeededRandom(seed: 9)
    let names = ["", "; reboot", "$(reboot)", "`reboot`", "-rf /", "a b", "'", "\"", "\\", "\n", "\u{37E}", "a\u{301}"]
    for text in names + (0..<500).map({ _ in .hostile(&random) }) where CommandWord.user(text) == nil {
      for isSigned in [true, false] {
        let commands = Self.hostile(text, isSigned: isSigned)
        #expect(commands == tame + ["usermod --expiredate 1 USER", "ssh-alertd explain 17"], "\(text)")
      }
    }
  }

  @Test func `each shell can read them, and no line is too wide`() throws {
    let longest = String(repeating: "u", count: 31) + "$"
    let address = "2001:db8:1111:2222:3333:4444:5555:6666"
    let plain = KeyUse(type: "ED25519", fingerprint: Self.fingerprint)
    let signed = KeyUse(
      type: "X", fingerprint: nil, certificate: Certificate(id: "", serial: "\(UInt64.max)", authority: nil))
    for key in [plain, signed] {
      let report = Self.report(user: longest, address: address, key: key, id: .max)
      for step in report.remedy {
        for shell in ["bash", "dash"] {
          try Command.run(shell, ["-n"], input: Data(step.commands.joined(separator: "\n").utf8))
        }
        #expect(step.commands.allSatisfy { $0.count <= RemedyStep.widest }, "\(step)")
      }
    }
  }

  private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// The real ssh-keygen, on a file with options and remarks.
  @Test func `the key's line is found`() throws {
    let directory = try TemporaryDirectory()
    for name in ["a", "b"] {
      try Command.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "\(name) key", "-f", directory.path(name)])
    }
    let words = try Command.run("ssh-keygen", ["-lf", directory.path("b.pub")])
    let fingerprint = String(decoding: words, as: UTF8.self).split(separator: " ")[1]
    let (other, own) = (try Self.text(directory.path("a.pub")), try Self.text(directory.path("b.pub")))
    try directory.write("# keys\n\n\(other)from=\"10.0.0.0/8\",command=\"echo \\\"x\\\"\" \(own)", to: "keys")
    let report = Self.report(key: KeyUse(type: "ED25519", fingerprint: String(fingerprint)))
    let step = try #require(report.remedy.first { $0.what.contains("authorized_keys") })
    let script = step.commands.joined(separator: "\n")
      .replacing("~alice/.ssh/authorized_keys", with: directory.path("keys"))
    for shell in ["bash", "dash"] {
      let output = String(decoding: try Command.run(shell, ["-c", "\(script); true"]), as: UTF8.self)
      #expect(output == "256 \(fingerprint) b key (ED25519)\nline 4 of \(directory.path("keys"))\n")
    }
  }

  /// The real ssh-keygen again, as sshd would ask the list.
  @Test func `a revoked certificate is one`() throws {
    let directory = try TemporaryDirectory()
    for name in ["ca", "own"] {
      try Command.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", directory.path(name)])
    }
    try Command.run(
      "ssh-keygen",
      ["-q", "-s", directory.path("ca"), "-I", "laptop", "-n", "alice", "-z", "42", directory.path("own.pub")])
    let words = try Command.run("ssh-keygen", ["-lf", directory.path("own.pub")])
    let fingerprint = String(String(decoding: words, as: UTF8.self).split(separator: " ")[1])
    for (list, fingerprint) in [("by-key", fingerprint), ("by-serial", nil)] {
      let certificate = Certificate(id: "laptop", serial: "42", authority: nil)
      let report = Self.report(key: KeyUse(type: "X", fingerprint: fingerprint, certificate: certificate))
      let step = try #require(report.remedy.first { $0.what.hasPrefix("Revoke") })
      let script = step.commands.joined(separator: "\n")
        .replacing("FILE", with: directory.path(list)).replacing("-s CA", with: "-s \(directory.path("ca.pub"))")
      try Command.run("dash", ["-euc", script])
      #expect(throws: Command.Failure.self) {
        try Command.run("ssh-keygen", ["-Q", "-f", directory.path(list), directory.path("own-cert.pub")])
      }
      try Command.run("ssh-keygen", ["-Q", "-f", directory.path(list), directory.path("ca.pub")])
    }
  }
}
