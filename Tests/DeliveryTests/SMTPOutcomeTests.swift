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
      hasUploaded: uploaded, uploadError: nil, reason: "because")
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
    (CURLE_SEND_ERROR, "451 later", "deferred"), (CURLE_SEND_ERROR, "530 log in", "refused"),
    (CURLE_SEND_ERROR, "534 too weak", "refused"), (CURLE_SEND_ERROR, "538 encrypt", "refused"),
    (CURLE_RECV_ERROR, "550 stale", "deferred"), (CURLE_RECV_ERROR, "535 stale", "deferred"),
    (CURLE_WRITE_ERROR, "250 and more and more", "deferred"),
  ]) func `what libcurl says and the number decide together`(code: CURLcode, reply: String, name: String) {
    #expect(outcome(.make(code, [reply])).name == name)
  }

  @Test(arguments: [
    (CURLE_LOGIN_DENIED, "535 wrong", "refused"), (CURLE_LOGIN_DENIED, "454 later", "refused"),
    (CURLE_LOGIN_DENIED, "334 {}", "refused"), (CURLE_LOGIN_DENIED, "421 going down", "unavailable"),
    (CURLE_RECV_ERROR, "334 ***", "unavailable"), (CURLE_OPERATION_TIMEDOUT, "334 ***", "unavailable"),
  ]) func `a login is refused where the server has answered it`(code: CURLcode, reply: String, name: String) {
    #expect(outcome(.make(code, [reply], after: ["EHLO", "AUTH"])).name == name)
  }

  @Test(arguments: [
    (CURLE_PEER_FAILED_VERIFICATION, "220 stale"), (CURLE_USE_SSL_FAILED, "250 stale"),
    (CURLE_SSL_CONNECT_ERROR, "220 stale"), (CURLE_SSL_CERTPROBLEM, "220 stale"), (CURLE_SSL_CACERT_BADFILE, ""),
  ]) func `what fails in TLS is refused, whatever was said before`(code: CURLcode, reply: String) {
    #expect(outcome(.make(code, [reply], after: ["EHLO", "STARTTLS"])) == .refused(reason: "because"))
  }

  /// What libcurl says to `openssl s_server -Verify 1`.
  @Test func `a server that misses our certificate refuses us, though it says so late`() {
    var result = CurlResult.make(CURLE_RECV_ERROR, ["220 stale"], after: ["EHLO", "STARTTLS"])
    #expect(outcome(result).name == "unavailable")
    result.reason =
      "OpenSSL SSL_read: OpenSSL/3.0.19: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0"
    #expect(outcome(result) == .refused(reason: result.reason))
  }

  @Test(arguments: ["550 no", "554 no", "421 busy", "250 OK"])
  func `before MAIL it is never a mail's fault`(reply: String) {
    #expect(outcome(.make(CURLE_SEND_ERROR, [reply], after: ["EHLO", "AUTH"])).name == "unavailable")
  }

  @Test(arguments: [
    (["MAIL"], "recipientDeferred"), (["MAIL", "RCPT"], "recipientDeferred"), (["MAIL", "RCPT", "DATA"], "deferred"),
    (["MAIL", "RCPT", "QUIT"], "recipientDeferred"), (["MAIL", "RCPT", "DATA", "QUIT"], "deferred"),
  ]) func `what is put off at MAIL or RCPT holds the recipient, at DATA the mail`(verbs: [String], name: String) {
    for result in [
      CurlResult.make(CURLE_SEND_ERROR, ["451 later"], after: verbs), .make(CURLE_RECV_ERROR, ["250 OK"], after: verbs),
      .make(CURLE_OPERATION_TIMEDOUT, ["250 OK"], after: verbs), .make(CURLE_SEND_ERROR, ["421 bye"], after: verbs),
    ] { #expect(outcome(result).name == name) }
  }

  @Test(arguments: [
    (CURLE_LOGIN_DENIED, "535 no", true), (CURLE_LOGIN_DENIED, "334 {}", true),
    (CURLE_LOGIN_DENIED, "454 later", false),
    (CURLE_LOGIN_DENIED, "421 bye", false), (CURLE_RECV_ERROR, "535 stale", false),
  ]) func `another token may help where the server has refused this one`(code: CURLcode, reply: String, may: Bool) {
    #expect(SMTPOutcome.isTokenRefused(.make(code, [reply], after: ["EHLO", "AUTH"])) == may)
    #expect(!SMTPOutcome.isTokenRefused(.make(code, [reply], after: ["EHLO"])))
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
