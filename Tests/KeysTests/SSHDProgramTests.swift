// Asking sshd, the real one and others.

import Foundation
import TestKit
import Testing

@testable import Keys

struct SSHDProgramTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// An sshd that prints this.
  private func sshd(_ script: String) throws -> SSHDProgram {
    SSHDProgram([directory.path("none/sshd"), try directory.writeProgram("#!/bin/sh\n\(script)\n", to: "sshd")])
  }

  @Test(.enabled(if: FakeServer.isPossible)) func `the real sshd tells its settings, by user`() throws {
    let server = try FakeServer(
      """
      AuthorizedKeysFile /etc/keys/%u
      LogLevel ERROR
      Match User root
        AuthorizedKeysFile none
        LogLevel DEBUG
      """)
    #expect(try server.sshd.settings() == SSHDSettings(logLevel: "ERROR", authorizedKeysFile: ["/etc/keys/%u"]))
    #expect(
      try server.sshd.settings(for: "root") == SSHDSettings(logLevel: "DEBUG", authorizedKeysFile: ["none"]))
    #expect(try server.sshd.settings(for: "daemon").logLevel == "ERROR")
  }

  @Test func `a name is passed on`() throws {
    let sshd = try sshd("echo authorizedkeysfile $#:$3")
    let asked = ["3:user=dom.alice-1_x@example+$,host=192.0.2.1,addr=192.0.2.1"]
    #expect(try sshd.settings(for: "dom.alice-1_x@example+$").authorizedKeysFile == asked)
  }

  @Test(arguments: [
    "", "a,host=b", "a=b", "a b", "jörg", "a\n", "a\0b", "a\"b", "a\\b", "a'b", "a;b", "a/b", "*", "!a", "?",
  ])
  func `a name that could say more than a name is not`(name: String) throws {
    let sshd = try sshd("echo authorizedkeysfile $#:$1")
    #expect(try sshd.settings(for: name).authorizedKeysFile == ["1:-T"])
  }

  @Test func `an sshd that refuses is told with its words, printable`() throws {
    let sshd = try sshd("printf 'no hostkeys \\033[31m' >&2; echo loglevel INFO; exit 1")
    let error = #expect(throws: KeyError.self) { try sshd.settings() }
    #expect(error?.description == #"'\#(directory.path("sshd")) -T' says: loglevel INFO\u{a}no hostkeys \u{1b}[31m"#)
  }

  @Test func `no sshd, or one that writes without end, is told`() throws {
    #expect(throws: KeyError.noSettings("no sshd is installed where it is looked for")) {
      try SSHDProgram([directory.path("sshd")]).settings()
    }
    let talker = try sshd("yes")
    #expect(throws: KeyError.noSettings("'\(directory.path("sshd")) -T' wrote more than 262144 bytes")) {
      try talker.settings()
    }
  }

  @Test func `only an sshd is asked, the configured one first`() {
    let program = SSHDProgram(adding: ["/opt/libexec/sshd-session", "/opt/sbin/sshd"])
    #expect(program.executables == ["/opt/sbin/sshd", "/usr/sbin/sshd", "/usr/bin/sshd"])
  }
}
