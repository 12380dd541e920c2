// Which failure is permanent, and whose fault it is. Measured against libcurl 7.88; RFC 5321, section 4.2.1 for the replies.
//
//     what libcurl says          how far it came     last reply   outcome
//     CURLE_OK                   the end             2xx          accepted
//     anything                   before MAIL         any          unavailable: the server's fault, or ours
//     ABORTED_BY_CALLBACK        anywhere            any          interrupted
//     CURLE_LOGIN_DENIED         AUTH                535, 454     unavailable
//     SEND_ERROR, WEIRD_REPLY    MAIL, RCPT, DATA    530, 534…    unavailable: it wants us to log in or encrypt
//     SEND_ERROR, WEIRD_REPLY    MAIL, RCPT, DATA    5xx          rejected
//     anything else              MAIL, RCPT, DATA    any          deferred: the reply may be stale (a cut connection shows 250)

import CCurl
import Curl

enum SMTPOutcome {
  /// Tells what a transfer came to.
  static func classify(_ result: CurlResult) -> DeliveryOutcome {
    let reply = decisiveReply(result)
    if result.code == CURLE_OK { return .accepted(reply: reply) }
    if result.code == CURLE_ABORTED_BY_CALLBACK, result.uploadError == nil { return .interrupted }
    if let error = result.uploadError { return .unavailable(reason: "\(error)") }
    guard result.commands.contains("MAIL"), result.code != CURLE_LOGIN_DENIED else {
      return .unavailable(reason: words(result.reason, reply))
    }
    guard codesWithReply.contains(result.code) else { return .deferred(reply: words(result.reason, reply)) }
    if accountReplies.contains(result.responseCode) { return .unavailable(reason: reply) }
    return (500...599).contains(result.responseCode) ? .rejected(reply: reply) : .deferred(reply: reply)
  }

  /// True for a server that closes the connection before it has seen any of the mail: RFC 5321, section 3.8.
  static func isClosing(_ result: CurlResult) -> Bool {
    result.responseCode == 421 && !result.hasUploaded
  }

  /// True where libcurl had a password and did not use it, since the server did not offer AUTH.
  static func hasSkippedAuth(_ result: CurlResult) -> Bool {
    result.isNewConnection && !result.commands.contains("AUTH")
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

  private static func words(_ reason: String, _ reply: String) -> String {
    reply.isEmpty ? reason : "\(reason), after '\(reply)'"
  }
}
