// Whether sshd says who logs in.

import Glibc
import Journal
import TestKit
import Testing

@testable import Daemon

struct SSHDLogLevelTests {
  @Test(arguments: ["INFO", "VERBOSE", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3"])
  func `from INFO on logins are logged`(level: String) {
    #expect(SSHDLogLevel(effectiveSettings: "port 22\nloglevel \(level)\nusepam yes\n") == .enough(level))
  }

  @Test(arguments: ["QUIET", "FATAL", "ERROR"]) func `below INFO they are not`(level: String) {
    #expect(SSHDLogLevel(effectiveSettings: "loglevel \(level)\n") == .tooLow(level))
    #expect(SSHDLogLevel(effectiveSettings: "LogLevel \(level.lowercased())") == .tooLow(level))
  }

  @Test(arguments: ["", "port 22\n", "logleveler QUIET\n", "x loglevel QUIET\n"])
  func `what sshd does not tell is not known`(text: String) {
    #expect(SSHDLogLevel(effectiveSettings: text) == .unknown("sshd does not tell its LogLevel"))
  }

  @Test func `of another machine's journal nobody here can tell`() {
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    configuration.journal = .directory("/srv/journal")
    #expect(configuration.sshdLogLevel == .unknown("the journal is not this machine's own"))
  }

  @Test(.enabled(if: isRoot)) func `an sshd is asked for its effective settings`() throws {
    let directory = try TemporaryDirectory()
    let sshd = try directory.write("#!/bin/sh\n[ \"$1\" = -T ] && echo 'loglevel QUIET'\n", to: "sshd", mode: 0o755)
    #expect(SSHDLogLevel.ask(["/nonexistent/sshd", sshd]) == .tooLow("QUIET"))
  }

  @Test(.enabled(if: isRoot)) func `an sshd that refuses is not known, with its words`() throws {
    let directory = try TemporaryDirectory()
    let sshd = try directory.write("#!/bin/sh\necho 'no hostkeys available' >&2; exit 1\n", to: "sshd", mode: 0o755)
    guard case .unknown(let reason) = SSHDLogLevel.ask([sshd]) else {
      Issue.record("it is known")
      return
    }
    #expect(reason.contains("no hostkeys available"))
    #expect(SSHDLogLevel.ask([]) == .unknown("no sshd is installed where it is looked for"))
  }

  private static var isRoot: Bool { getuid() == 0 }
}
