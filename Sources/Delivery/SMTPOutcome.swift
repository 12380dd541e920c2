// Which failure is permanent, and whose fault it is. Measured against libcurl 7.88; RFC 5321, section 4.2.1 for the replies.
// What libcurl says comes first: after a bad certificate or a cut connection the last reply is one from long before.
//
//     what libcurl says          how far it came     last reply     outcome
//     CURLE_OK                   the end             2xx            accepted
//     ABORTED_BY_CALLBACK        anywhere            any            interrupted
//     the upload failed          DATA                354            unavailable: we could not make the mail
//     one of TLS                 before MAIL         any            refused
//     CURLE_LOGIN_DENIED         AUTH                421            unavailable: it is about to go down
//     CURLE_LOGIN_DENIED         AUTH                any other      refused: 535, 454, 334 (a bearer token), no known mechanism
//     SEND_ERROR, WEIRD_REPLY    anywhere            530, 534…      refused: it wants us to log in or encrypt
//     anything else              before MAIL         any            unavailable: 421 and 554 as banner, no connection, silence
//     SEND_ERROR, WEIRD_REPLY    MAIL, RCPT, DATA    5xx            rejected
//     anything else              MAIL, RCPT          any            recipientDeferred: 4xx, cut (shows 250), silence
//     anything else              DATA                any            deferred: 4xx, cut, silence

import CCurl
import Curl

enum SMTPOutcome {
  /// Tells what a transfer came to.
  static func classify(_ result: CurlResult) -> DeliveryOutcome {
    let reply = decisiveReply(result)
    if result.code == CURLE_OK { return .accepted(reply: reply) }
    if let error = result.uploadError { return .unavailable(reason: "\(error)") }
    if result.code == CURLE_ABORTED_BY_CALLBACK { return .interrupted }
    if isRefusal(result) { return .refused(reason: result.isTLSFailure ? result.reason : words(result, reply)) }
    guard let step = step(result) else { return .unavailable(reason: words(result, reply)) }
    let isAnswer = codesWithReply.contains(result.code)
    if isAnswer, (500...599).contains(result.responseCode) { return .rejected(reply: reply) }
    let reason = isAnswer ? reply : words(result, reply)
    return step == "DATA" ? .deferred(reply: reason) : .recipientDeferred(reply: reason)
  }

  /// True for a server that closes the connection before it has seen any of the mail: RFC 5321, section 3.8.
  static func isClosing(_ result: CurlResult) -> Bool {
    result.responseCode == 421 && !result.hasUploaded
  }

  /// True where libcurl had a password and did not use it, since the server did not offer AUTH.
  static func hasSkippedAuth(_ result: CurlResult) -> Bool {
    result.isNewConnection && !result.commands.contains("AUTH")
  }

  /// True where another token may do: the server has seen this one, and did not only put us off.
  static func isTokenRefused(_ result: CurlResult) -> Bool {
    result.code == CURLE_LOGIN_DENIED && result.commands.contains("AUTH") && !(400...499).contains(result.responseCode)
  }

  private static func isRefusal(_ result: CurlResult) -> Bool {
    switch result.code {
    case CURLE_LOGIN_DENIED: result.responseCode != 421
    case _ where result.isTLSFailure: true
    default: codesWithReply.contains(result.code) && accountReplies.contains(result.responseCode)
    }
  }

  /// MAIL, RCPT or DATA, whichever was last; nil before that.
  private static func step(_ result: CurlResult) -> String? {
    result.commands.last { ["MAIL", "RCPT", "DATA"].contains($0) }
  }

  /// The line that decided: what comes after it answers libcurl's QUIT.
  private static func decisiveReply(_ result: CurlResult) -> String {
    result.replies.last { $0.hasPrefix("\(result.responseCode)") } ?? result.replies.last ?? ""
  }

  /// Where libcurl gives up because of the reply that it just read.
  private static let codesWithReply: [CURLcode] = [
    CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED, CURLE_UPLOAD_FAILED,
  ]

  /// RFC 4954, section 6: authentication required, too weak, refused, or TLS required first.
  private static let accountReplies: Set<Int> = [530, 534, 535, 538]

  private static func words(_ result: CurlResult, _ reply: String) -> String {
    let isUnable = result.code == CURLE_LOGIN_DENIED && !result.commands.contains("AUTH")
    let reason = isUnable ? "the server offers no way to log in that we have" : result.reason
    return reply.isEmpty ? reason : "\(reason), after '\(reply)'"
  }
}
