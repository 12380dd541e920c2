// The table of SMTPOutcome, also where no server can be made to show it.

import CCurl
import Testing

@testable import Curl
@testable import Delivery

extension CurlResult {
  static func make(
    _ code: CURLcode, _ replies: [String], after commands: [String] = ["EHLO", "MAIL", "RCPT", "DATA"],
    isNew: Bool = true
  ) -> CurlResult {
    let last = replies.last.flatMap { Int($0.prefix(3)) } ?? 0
    return CurlResult(
      code: code, responseCode: last, replies: replies, commands: commands, isNewConnection: isNew, uploadError: nil)
  }
}

struct SMTPOutcomeTests {
  private func outcome(_ result: CurlResult, login: Bool = false) -> DeliveryOutcome {
    SMTPOutcome.classify(result, hasCredentials: login)
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

  @Test(arguments: [
    (true, true, ["EHLO", "MAIL"], true), (true, true, ["EHLO", "AUTH", "MAIL"], false), (true, false, ["MAIL"], false),
    (false, true, ["EHLO", "MAIL"], false),
  ]) func `an AUTH that the server did not offer is noted`(login: Bool, isNew: Bool, commands: [String], noted: Bool) {
    let outcome = outcome(.make(CURLE_OK, ["250 OK"], after: commands, isNew: isNew), login: login)
    #expect(outcome == .accepted(reply: noted ? "250 OK (the server offered no AUTH)" : "250 OK"))
  }

  @Test func `the words are those of the refusal, not of the goodbye after it`() {
    var result = CurlResult.make(CURLE_SEND_ERROR, ["250 OK", "550 no such user", "221 Bye"])
    result.responseCode = 550
    #expect(outcome(result) == .rejected(reply: "550 no such user"))
  }
}
