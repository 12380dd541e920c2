// The table of SMTPOutcome, also where no server can be made to show it.

import CCurl
import Testing

@testable import Curl
@testable import Delivery

extension CurlResult {
  static func make(
    _ code: CURLcode, _ replies: [String], after commands: [String] = ["EHLO", "MAIL", "RCPT", "DATA"],
    isNew: Bool = true, uploaded: Bool = false
  ) -> CurlResult {
    let last = replies.last.flatMap { Int($0.prefix(3)) } ?? 0
    return CurlResult(
      code: code, responseCode: last, replies: replies, commands: commands, isNewConnection: isNew,
      hasUploaded: uploaded,
      uploadError: nil)
  }
}

struct SMTPOutcomeTests {
  private func outcome(_ result: CurlResult) -> DeliveryOutcome {
    SMTPOutcome.classify(result)
  }

  @Test func `a stale 250 is no acceptance`() {
    #expect(outcome(.make(CURLE_RECV_ERROR, ["250 OK"])).name == "deferred")
    #expect(outcome(.make(CURLE_OPERATION_TIMEDOUT, ["354 go on"])).name == "deferred")
  }

  @Test(arguments: [
    (CURLE_SEND_ERROR, "550 no", "rejected"), (CURLE_WEIRD_SERVER_REPLY, "554 no", "rejected"),
    (CURLE_SEND_ERROR, "451 later", "deferred"), (CURLE_SEND_ERROR, "530 log in", "unavailable"),
    (CURLE_SEND_ERROR, "538 encrypt", "unavailable"), (CURLE_RECV_ERROR, "550 stale", "deferred"),
    (CURLE_LOGIN_DENIED, "535 wrong", "unavailable"), (CURLE_LOGIN_DENIED, "454 later", "unavailable"),
  ]) func `what libcurl says and the number decide together`(code: CURLcode, reply: String, name: String) {
    #expect(outcome(.make(code, [reply])).name == name)
  }

  @Test(arguments: ["550 no", "421 busy", "250 OK"]) func `before MAIL it is never a mail's fault`(reply: String) {
    #expect(outcome(.make(CURLE_SEND_ERROR, [reply], after: ["EHLO", "AUTH"])).name == "unavailable")
  }

  @Test func `a password that a server does not ask for is noticed where the connection is new`() {
    #expect(SMTPOutcome.hasSkippedAuth(.make(CURLE_OK, ["250 OK"], after: ["EHLO", "MAIL"])))
    #expect(!SMTPOutcome.hasSkippedAuth(.make(CURLE_OK, ["250 OK"], after: ["EHLO", "AUTH", "MAIL"])))
    #expect(!SMTPOutcome.hasSkippedAuth(.make(CURLE_OK, ["250 OK"], after: ["MAIL"], isNew: false)))
  }

  @Test func `a 421 after MAIL holds that mail only, and closes a connection that has taken nothing of it`() {
    #expect(outcome(.make(CURLE_SEND_ERROR, ["421 bye"])).name == "deferred")
    #expect(SMTPOutcome.isClosing(.make(CURLE_SEND_ERROR, ["421 bye"])))
    #expect(!SMTPOutcome.isClosing(.make(CURLE_WEIRD_SERVER_REPLY, ["421 bye"], uploaded: true)))
  }

  @Test func `what we broke off ourselves is nobody's fault`() {
    #expect(outcome(.make(CURLE_ABORTED_BY_CALLBACK, ["250 OK"])) == .interrupted)
  }

  @Test func `the words are those of the refusal, not of the goodbye after it`() {
    var result = CurlResult.make(CURLE_SEND_ERROR, ["250 OK", "550 no such user", "221 Bye"])
    result.responseCode = 550
    #expect(outcome(result) == .rejected(reply: "550 no such user"))
  }
}
