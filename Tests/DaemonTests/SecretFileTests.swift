// A secret at rest is for nobody else to read.

import Foundation
import TestKit
import Testing

@testable import Daemon

struct SecretFileTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func read(_ name: String) throws(ConfigurationError) -> String {
    try SecretFile(path: directory.path(name), kind: "password").read()
  }

  private func complaint(_ name: String) -> String {
    #expect(throws: ConfigurationError.self) { try read(name) }?.description ?? ""
  }

  @Test(arguments: [
    ("s3cret pass", "s3cret pass"), ("s3cret\n", "s3cret"), ("s3cret\r\nmore\n", "s3cret"), (" x ", " x "),
    ("pä§", "pä§"),
  ]) func `the secret is the first line, whole`(text: String, secret: String) throws {
    try directory.write(text, to: "password")
    #expect(try read("password") == secret)
  }

  @Test(arguments: [0o600, 0o400, 0o700]) func `a file for nobody else will do`(mode: Int) throws {
    try directory.write("s3cret", to: "password", mode: mode)
    #expect(try read("password") == "s3cret")
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o620, 0o602, 0o644, 0o610])
  func `a file that others can use is refused, with the remedy`(mode: Int) throws {
    let path = try directory.write("s3cret", to: "password", mode: mode)
    #expect(complaint("password").contains("others can read this password file; run 'chmod 600 \(path)'"))
    #expect(!complaint("password").contains("s3cret"))
  }

  @Test func `a link is followed, and what it leads to must be safe`() throws {
    try directory.write("s3cret", to: "safe")
    try directory.write("s3cret", to: "unsafe", mode: 0o644)
    for name in ["safe", "unsafe"] {
      #expect(symlink(directory.path(name), directory.path("link-to-\(name)")) == 0)
    }
    #expect(try read("link-to-safe") == "s3cret")
    #expect(complaint("link-to-unsafe").contains("chmod 600"))
  }

  @Test(.enabled(if: getuid() == 0)) func `a file of somebody else is refused`() throws {
    let path = try directory.write("s3cret", to: "password")
    #expect(chown(path, 54321, 0) == 0)
    #expect(complaint("password").contains("belongs to user 54321, who can read it; run 'chown ssh-alertd \(path)'"))
  }

  @Test(arguments: ["", "\n", "\r\ns3cret"]) func `an empty file is refused`(text: String) throws {
    try directory.write(text, to: "password")
    #expect(complaint("password").contains("its first line must be the password"))
  }

  @Test func `what is too long or no text is refused, and not shown`() throws {
    let longest = String(repeating: "x", count: 16 * 1024)
    try directory.write(longest + "\n", to: "longest")
    #expect(try read("longest") == longest)
    try directory.write(longest + "x", to: "longer")
    #expect(complaint("longer").contains("no text of at most 16384 bytes"))
    #expect(!complaint("longer").contains("xx"))
    try directory.write("a\0b", to: "zero")
    #expect(complaint("zero").contains("no text"))
    #expect(FileManager.default.createFile(atPath: directory.path("latin1"), contents: Data([0x70, 0xE4])))
    #expect(chmod(directory.path("latin1"), 0o600) == 0)
    #expect(complaint("latin1").contains("no text"))
  }

  @Test func `what is no file is refused at once`() throws {
    #expect(complaint("").contains("no regular file"))
    #expect(complaint("none").contains("No such file"))
    #expect(mkfifo(directory.path("fifo"), 0o600) == 0)
    #expect(complaint("fifo").contains("no regular file"))
  }

  @Test func `a credential of the service manager may be readable for its group, and for nobody else`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      setenv("CREDENTIALS_DIRECTORY", directory.path, 1)
      let file = SecretFile(path: try directory.write("s3cret", to: "password", mode: 0o440), kind: "password")
      let password = try file.read()
      precondition(password == "s3cret")
      try directory.write("s3cret", to: "password", mode: 0o444)
      precondition((try? file.read()) == nil)
      let other = try TemporaryDirectory()
      try other.write("s3cret", to: "password", mode: 0o440)
      precondition((try? SecretFile(path: other.path("password"), kind: "password").read()) == nil)
    }
  }
}
