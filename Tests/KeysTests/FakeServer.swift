// A machine's sshd and a user's home, for tests: the real sshd with a configuration of its own. Root only.

import Foundation
import TestKit

@testable import Keys

/// An sshd that is only asked, and a user with keys.
struct FakeServer {
  let directory: TemporaryDirectory
  let sshd: SSHDProgram

  /// Root, and an sshd.
  static var isPossible: Bool { geteuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0 }

  /// Writes its configuration, and a script that asks the real sshd by it, with a /run of its own: sshd wants a directory there.
  init(_ configuration: String = "") throws {
    directory = try TemporaryDirectory()
    try Command.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", directory.path("hostkey")])
    try directory.write("HostKey \(directory.path("hostkey"))\n\(configuration)\n", to: "sshd_config")
    let script = """
      #!/bin/sh
      exec unshare --mount -- /bin/sh -euc '
        mount -t tmpfs tmpfs /run
        mkdir /run/sshd
        exec /usr/sbin/sshd -f "$0" "$@"' '\(directory.path("sshd_config"))' "$@"

      """
    sshd = SSHDProgram([try directory.writeProgram(script, to: "sshd")])
  }
}
