// Whether sshd says who logs in.

import Glibc
import Journal
import Keys
import TestKit
import Testing

@testable import Daemon

struct SSHDLogLevelTests {
  @Test(arguments: ["INFO", "VERBOSE", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3"])
  func `from INFO on logins are logged`(level: String) {
    #expect(SSHDLogLevel(SSHDSettings(effective: "port 22\nloglevel \(level)\n")) == .enough(level))
  }

  @Test(arguments: ["QUIET", "SILENT", "FATAL", "ERROR"]) func `below INFO they are not`(level: String) {
    #expect(SSHDLogLevel(SSHDSettings(effective: "LogLevel \(level.lowercased())")) == .tooLow(level))
  }

  @Test func `what sshd does not tell is not known`() {
    #expect(SSHDLogLevel(SSHDSettings(effective: "port 22\n")) == .unknown("sshd does not tell its LogLevel"))
  }

  @Test func `of another machine's journal nobody here can tell`() {
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    configuration.journal = .directory("/srv/journal")
    #expect(configuration.keyNames == nil)
    #expect(configuration.sshdLogLevel == .unknown("the journal is not this machine's own"))
  }

  @Test(.enabled(if: isRoot)) func `root asks the configured sshd`() throws {
    let directory = try TemporaryDirectory()
    let script = "#!/bin/sh\n[ \"$1\" = -T ] && echo 'loglevel QUIET'\n"
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    configuration.sshdExecutables = ["/nonexistent/sshd", try directory.writeProgram(script, to: "sshd")]
    #expect(configuration.sshdLogLevel == .tooLow("QUIET"))
  }

  @Test(.enabled(if: isRoot)) func `an sshd that refuses is not known, with its words`() throws {
    let directory = try TemporaryDirectory()
    let sshd = try directory.writeProgram("#!/bin/sh\necho 'no hostkeys available' >&2; exit 1\n", to: "sshd")
    guard case .unknown(let reason) = SSHDLogLevel.ask(KeyNames(sshd: SSHDProgram(adding: [sshd]))) else {
      Issue.record("it is known")
      return
    }
    #expect(reason.contains("no hostkeys available"))
  }

  @Test func `others ask the helper, and say where there is none`() async {
    await #expect(processExitsWith: .success) {
      precondition(getuid() != 0 || setuid(65534) == 0)
      let level = SSHDLogLevel.ask(KeyNames(socket: "/nonexistent/helper"))
      let words = "nobody answers on '/nonexistent/helper'; run 'systemctl start ssh-alertd-keys.socket'"
      precondition(level == .unknown(words))
    }
  }

  private static var isRoot: Bool { getuid() == 0 }
}
