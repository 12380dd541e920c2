// A program that prints tokens: asked again when the server has refused one, and no worse than its bounds.

import Foundation
import TestKit
import Testing

@testable import Daemon

struct TokenCommandTests {
  private func command(_ script: String, patience: Duration = .seconds(60)) -> TokenCommand {
    TokenCommand(["/bin/sh", "-c", script], patience: patience)
  }

  private func complaint(_ script: String, patience: Duration = .seconds(60)) -> String {
    let command = command(script, patience: patience)
    return #expect(throws: BearerTokenError.self) { try command.token(insteadOf: nil) }?.description ?? ""
  }

  @Test(arguments: ["echo t0ken", "printf t0ken", "printf 't0ken\\r\\nmore\\n'", "echo t0ken; echo note >&2"])
  func `the token is the first line`(script: String) throws {
    #expect(try command(script).token(insteadOf: nil) == "t0ken")
  }

  @Test func `it is run when there is no token yet, and when the server has refused it`() throws {
    let directory = try TemporaryDirectory()
    let command = command("echo x >> \(directory.path("runs")); wc -l < \(directory.path("runs"))")
    #expect(try command.token(insteadOf: nil) == "1")
    #expect(try command.token(insteadOf: nil) == "1")
    #expect(try command.token(insteadOf: "another") == "1")
    #expect(try command.token(insteadOf: "1") == "2")
    #expect(try command.token(insteadOf: "1") == "2")
  }

  @Test func `a failure is not kept`() throws {
    let directory = try TemporaryDirectory()
    let command = command("cat \(directory.path("token"))")
    #expect(throws: BearerTokenError.self) { try command.token(insteadOf: nil) }
    try directory.write("t0ken", to: "token")
    #expect(try command.token(insteadOf: nil) == "t0ken")
  }

  @Test(arguments: [
    ("exit 3", "token command '/bin/sh' ended with status 3"),
    ("printf 'no\\033[1m\\nway\\n' >&2; exit 1", "token command '/bin/sh' ended with status 1: no\\u{1b}[1m way"),
    ("kill -KILL $$", "token command '/bin/sh' was killed by signal 9"),
    (":", "token command '/bin/sh' printed something else: there is no token in the first line"),
    ("echo", "token command '/bin/sh' printed something else: there is no token in the first line"),
    ("yes", "token command '/bin/sh' wrote more than 16384 bytes"),
  ]) func `what keeps it from a token is told`(script: String, words: String) {
    #expect(complaint(script) == words)
  }

  @Test(arguments: ["echo 's3cret s3cret'", "printf 's3cret\\001\\n'", "echo s3crét", "echo s3cret; exit 1"])
  func `what it printed is not told`(script: String) {
    #expect(!complaint(script).contains("s3cr"))
  }

  @Test func `its words are bounded, and its time`() {
    #expect(complaint("head -c 9000 /dev/zero | tr '\\0' x >&2; exit 1").count < 400)
    #expect(complaint("sleep 1000", patience: .seconds(1)) == "token command '/bin/sh' was still running after 1.0 s")
  }
}
