// What goes over the socket.

import Alerts
import Foundation
import Testing

@testable import Keys

struct KeyQuestionTests {
  private func line(_ value: some Encodable) -> String? {
    JSONText.line(value, limit: 4096).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      (
        .keyName(user: "alice", fingerprint: "SHA256:x/y"),
        #"{"fingerprint":"SHA256:x/y","question":"key_name","user":"alice"}"#
      ),
      (.sshdSettings(user: nil), #"{"question":"sshd_settings"}"#),
      (.sshdSettings(user: "a\"\n"), #"{"question":"sshd_settings","user":"a\"\n"}"#),
    ] as [(KeyQuestion, String)]) func `a question is an object on a line`(question: KeyQuestion, text: String) throws
  {
    #expect(line(question) == text + "\n")
    #expect(try JSONDecoder().decode(KeyQuestion.self, from: Data(text.utf8)) == question)
  }

  @Test(
    arguments: [
      (.name(KeyName(comment: "me")), #"{"comment":"me"}"#),
      (.name(KeyName(comment: "", options: "no-pty")), #"{"comment":"","options":"no-pty"}"#),
      (
        .settings(SSHDSettings(logLevel: "INFO", authorizedKeysFile: ["%u"])),
        #"{"authorized_keys_file":["%u"],"log_level":"INFO"}"#
      ),
      (.nothing, "{}"), (.error("no"), #"{"error":"no"}"#),
    ] as [(KeyAnswer, String)]) func `so is an answer`(answer: KeyAnswer, text: String) throws
  {
    #expect(line(answer) == text + "\n")
    #expect(try JSONDecoder().decode(KeyAnswer.self, from: Data(text.utf8)) == answer)
  }

  @Test func `the longest name is an answer that fits`() throws {
    for character in ["\"", "\\", "𐀀", "ö"] {
      let comment = String(repeating: character, count: AuthorizedKey.longestComment + 1)
      let options = String(repeating: character, count: AuthorizedKey.longestOptions + 1)
      let text = try #require(line(KeyAnswer.name(KeyName(comment: comment, options: options))))
      #expect(text.utf8.count < KeyAnswer.longest)
    }
    let error = String(repeating: "𐀀", count: KeyAnswer.longestError + 1)
    #expect(try #require(line(KeyAnswer.error(error))).utf8.count < KeyAnswer.longest)
  }

  @Test func `what is too long is not written`() {
    #expect(line(KeyQuestion.sshdSettings(user: String(repeating: "x", count: 4096))) == nil)
  }
}
