import Alerts
import ArgumentParser
import Foundation
import Keys
import Processes

struct KeyNameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key-name", abstract: "Say whose key it was: its comment in the user's authorized_keys.",
    discussion: """
      Needs root. Without a user and a fingerprint it answers one question from standard input, for the daemon, which may \
      not read those files: that is what ssh-alertd-keys@.service runs.
      """)

  @Argument(help: "Who logged in.") var user: String?
  @Argument(help: "The key as sshd logs it, or the CA of a certificate: SHA256:… or MD5:…") var fingerprint: String?

  @Option(help: ArgumentHelp("Who may ask over a socket, beside root.", valueName: "user")) var peer = "ssh-alertd"
  @Option(help: ArgumentHelp("Where else sshd is installed.", valueName: "path"), completion: .file()) var sshd: String?

  func validate() throws {
    if user == nil, isatty(STDIN_FILENO) != 0 { throw ValidationError("name a user and a fingerprint") }
    if user != nil, fingerprint == nil { throw ValidationError("name the fingerprint as well") }
  }

  func run() throws {
    ProcessMemory.keepPrivate()
    alarm(KeyResponder.lifetime)
    let program = SSHDProgram(adding: sshd.map { [$0] } ?? [])
    try Complaint.orFail {
      guard let user, let fingerprint else {
        return try KeyResponder(sshd: program, peer: peer).run(input: STDIN_FILENO, output: STDOUT_FILENO)
      }
      guard let name = try KeyNames(sshd: program).name(of: fingerprint, user: user) else {
        throw NoSuchKey(user: user, fingerprint: fingerprint)
      }
      try Output.line(name.comment)
      if let options = name.options { try Output.line("options: \(options)") }
    }
  }
}

private struct NoSuchKey: Error, CustomStringConvertible {
  var user: String
  var fingerprint: String
  var description: String { "no file of keys of '\(user)' has \(fingerprint)" }
}
