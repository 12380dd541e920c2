// The helper's side, whatever it is asked.

import Foundation
import TestKit
import Testing

@testable import Keys

struct KeyResponderTests {
  private let responder = KeyResponder(sshd: SSHDProgram([]), peer: "ssh-alertd")

  private func answer(_ text: String) -> KeyAnswer { responder.answer(to: Array(text.utf8)) }

  @Test(arguments: [
    "", "{}", "x", "[]", "null", #"{"question":"x"}"#, #"{"question":"key_name"}"#,
    #"{"question":"key_name","user":"root"}"#, #"{"question":"key_name","user":1,"fingerprint":"SHA256:x"}"#,
    String(repeating: "[", count: 4096), "\u{0}",
  ]) func `what is no question gets no answer`(text: String) {
    #expect(answer(text) == .error("that is no question"))
  }

  @Test func `what is wrong with a question is said`() {
    let fingerprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    #expect(
      answer(#"{"question":"key_name","user":"root","fingerprint":"SHA256:x"}"#)
        == .error("that is no fingerprint: it begins with SHA256: or MD5:"))
    #expect(
      answer(#"{"question":"key_name","user":"a/\u001b[31m","fingerprint":"\#(fingerprint)"}"#)
        == .error(#"'a/\u{1b}[31m' is no name of a user"#))
    #expect(
      answer(#"{"question":"sshd_settings"}"#) == .error("no sshd is installed where it is looked for"))
  }

  @Test func `a question from a file is answered, and one without an end is not`() throws {
    let directory = try TemporaryDirectory()
    #expect(try run("{}\n", in: directory) == "{\"error\":\"that is no question\"}\n")
    let error = #expect(throws: KeyError.self) { try run("{}", in: directory) }
    #expect(error == .refused("no line came with a question: it had no end"))
    #expect(try written(directory) == "{\"error\":\"no line came with a question: it had no end\"}\n")
  }

  private func run(_ question: String, in directory: TemporaryDirectory) throws -> String {
    let input = open(try directory.write(question, to: "question"), O_RDONLY)
    let output = open(try directory.write("", to: "answer"), O_WRONLY)
    defer { for descriptor in [input, output] { close(descriptor) } }
    try responder.run(input: input, output: output)
    return try written(directory)
  }

  private func written(_ directory: TemporaryDirectory) throws -> String {
    try String(contentsOfFile: directory.path("answer"), encoding: .utf8)
  }

  @Test(.enabled(if: geteuid() == 0)) func `another user than the daemon's is not heard`() async {
    await #expect(processExitsWith: .success) {
      precondition(setuid(65_534) == 0)  // nobody
      for peer in ["root", "no-user"] {
        let words = "only root and '\(peer)' may ask, not user 65534"
        precondition(Self.exchange(peer: peer) == (.refused(words), "{\"error\":\"\(words)\"}\n"))
      }
      let words = "{\"error\":\"no sshd is installed where it is looked for\"}\n"
      precondition(Self.exchange(peer: "nobody") == (nil, words))
    }
  }

  /// What comes of a question over a socket. Whoever makes a pair is the peer of both ends.
  private static func exchange(peer: String) -> (KeyError?, String) {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    defer { for end in ends { close(end) } }
    let line = "{\"question\":\"sshd_settings\"}\n"
    _ = send(ends[0], line, line.utf8.count, 0)
    var problem: KeyError?
    do throws(KeyError) {
      try KeyResponder(sshd: SSHDProgram([]), peer: peer).run(input: ends[1], output: ends[1])
    } catch {
      problem = error
    }
    var answer = [UInt8](repeating: 0, count: 4096)
    let count = recv(ends[0], &answer, answer.count, Int32(MSG_DONTWAIT))
    return (problem, String(decoding: answer.prefix(max(count, 0)), as: UTF8.self))
  }
}
