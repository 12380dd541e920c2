// The daemon's side and the helper's, on a real socket.

import Alerts
import Foundation
import TestKit
import Testing

@testable import Keys

struct KeyNamesTests {
  private let directory: TemporaryDirectory
  private let socket: HelperSocket

  init() throws {
    directory = try TemporaryDirectory()
    socket = HelperSocket(path: directory.path("helper"), patience: .seconds(60))
  }

  /// Accepts one connection, on a thread of its own, and does this with it.
  private func serve(_ path: String? = nil, _ body: @escaping @Sendable (Int32) -> Void) throws {
    let listener = try Self.listen(on: path ?? socket.path)
    Thread.detachNewThread {
      let connection = accept(listener, nil, nil)
      body(connection)
      close(connection)
      close(listener)
    }
  }

  private static func listen(on path: String) throws -> Int32 {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0 && Glibc.listen(descriptor, 1) == 0)
    return descriptor
  }

  private func say(_ text: String) throws {
    try serve { connection in
      var question = [UInt8](repeating: 0, count: 4096)
      _ = read(connection, &question, question.count)
      _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }
  }

  private func serveHelper(_ sshd: SSHDProgram) throws {
    let responder = KeyResponder(sshd: sshd, peer: "ssh-alertd")
    // It says itself on the socket what is wrong.
    try serve { try? responder.run(input: $0, output: $0) }
  }

  @Test(.enabled(if: FakeServer.isPossible), .timeLimit(.minutes(1)))
  func `the helper names a key, and the settings of sshd`()
    throws
  {
    let server = try FakeServer("LogLevel QUIET")
    let names = KeyNames(.helper(socket))
    try serveHelper(server.sshd)
    #expect(try names.sshdSettings().logLevel == "SILENT")
    unlink(socket.path)
    try serveHelper(server.sshd)
    let key = try SampleKey(in: directory)
    #expect(try names.name(of: try key.fingerprint(), user: "root") == nil)
    unlink(socket.path)
    try serveHelper(server.sshd)
    #expect(throws: KeyError.refused("'../root' is no name of a user")) {
      try names.name(of: try key.fingerprint(), user: "../root")
    }
  }

  @Test func `its answer is taken as it is`() throws {
    try say(#"{"comment":"me","options":"no-pty","later":1}"# + "\nand more")
    #expect(try KeyNames(.helper(socket)).name(of: "SHA256:x", user: "a") == KeyName(comment: "me", options: "no-pty"))
  }

  @Test(arguments: [
    "", "{}", "\n", "[]\n", "{\n", "{\"comment\":1}\n", "{\"log_level\":\"x\",\"authorized_keys_file\":[]}\n",
  ])
  func `what is no answer is told`(text: String) throws {
    try say(text)
    #expect(throws: KeyError.noAnswer(socket: socket.path)) {
      try KeyNames(.helper(socket)).name(of: "SHA256:x", user: "a")
    }
  }

  @Test func `an answer without end is not read to it`() throws {
    try say(String(repeating: "x", count: 10_000))
    #expect(throws: KeyError.noAnswer(socket: socket.path)) { try KeyNames(.helper(socket)).sshdSettings() }
  }

  @Test func `the helper's error is passed on, printable`() throws {
    try say(#"{"error":"no\u001b[31m"}"# + "\n")
    #expect(throws: KeyError.refused(#"no\u{1b}[31m"#)) { try KeyNames(.helper(socket)).sshdSettings() }
  }

  @Test func `no helper, no name`() throws {
    let names = KeyNames(.helper(socket))
    #expect(throws: KeyError.noHelper(socket: socket.path)) { try names.sshdSettings() }
    close(try Self.listen(on: socket.path))
    #expect(throws: KeyError.noHelper(socket: socket.path)) { try names.name(of: "SHA256:x", user: "a") }
    let long = String(repeating: "x", count: 200)
    #expect(throws: KeyError.socket(call: "connect", errno: ENAMETOOLONG, path: long)) {
      try KeyNames(.helper(HelperSocket(path: long))).sshdSettings()
    }
  }

  @Test func `a helper that is silent, or does not even accept, is not waited for`() throws {
    let listener = try Self.listen(on: socket.path)
    defer { close(listener) }
    let hasty = HelperSocket(path: socket.path, patience: .milliseconds(50))
    #expect(throws: KeyError.tooSlow(.milliseconds(50), socket: socket.path)) {
      try KeyNames(.helper(hasty)).sshdSettings()
    }
  }

  @Test func `a question that is too long is not asked`() throws {
    let listener = try Self.listen(on: socket.path)
    defer { close(listener) }
    #expect(throws: KeyError.refused("the question is longer than 4096 bytes")) {
      try KeyNames(.helper(socket)).name(of: "SHA256:x", user: String(repeating: "x", count: 5000))
    }
  }

  @Test func `root looks itself, others ask`() {
    let expected: KeyNames.Way =
      geteuid() == 0 ? .direct(SSHDProgram()) : .helper(HelperSocket(path: KeyNames.standardSocket))
    #expect(KeyNames().way == expected)
    #expect(throws: KeyError.noFingerprint) {
      try KeyNames(.direct(SSHDProgram())).name(of: "SHA256:x", user: "root")
    }
  }
}
