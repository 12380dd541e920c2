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
    #expect(error == .refused("no question came: ended"))
    #expect(try written(directory) == "{\"error\":\"no question came: ended\"}\n")
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
      // Whoever makes the pair is the peer of both ends.
      precondition(setuid(65_534) == 0)
      var ends: [Int32] = [-1, -1]
      precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
      let line = "{\"question\":\"sshd_settings\"}\n"
      precondition(write(ends[0], line, line.utf8.count) == line.utf8.count)
      for (peer, words) in [
        ("root", "only root and 'root' may ask, not user 65534"), ("x", "only root and 'x' may ask, not user 65534"),
        ("nobody", nil),
      ] {
        let error: KeyError? =
          do throws(KeyError) {
            try KeyResponder(sshd: SSHDProgram([]), peer: peer).run(input: ends[1], output: ends[1])
            nil
          } catch { error }
        precondition(error == words.map(KeyError.refused))
      }
    }
  }
}
