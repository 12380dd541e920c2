// How a transfer ended, and the failures that are none of a transfer.

public import CCurl

/// How a transfer ended.
public struct CurlResult: Sendable {
  /// `CURLE_OK` and nothing else is success: a dropped connection reports an error beside the last good reply.
  public var code: CURLcode
  /// Of the last reply, perhaps from long before the failure; 0 for none.
  public var responseCode: Int
  /// The other side's lines, without line ends, bounded.
  public var replies: [String]
  /// The verbs that were sent: `EHLO`, `AUTH`, `MAIL`… Never an argument, which may be a secret.
  public var commands: [String]
  /// False where a connection of an earlier transfer served.
  public var isNewConnection: Bool
  /// True where the bytes to send were asked for.
  public var hasUploaded: Bool
  /// What kept the upload from giving its bytes.
  public var uploadError: (any Error)?

  /// libcurl's words for `code`.
  public var reason: String { String(cString: curl_easy_strerror(code)) }
}

/// An option that libcurl does not take, or a handle that it cannot make.
public struct CurlError: Error, CustomStringConvertible {
  /// What libcurl says.
  public var code: CURLcode
  /// Which option; nil where it is not about one.
  public var option: CURLoption?

  /// Names the call, the option's number and libcurl's reason.
  public var description: String {
    let call = option.map { "curl_easy_setopt \($0.rawValue)" } ?? "curl_multi"
    return "\(call): \(String(cString: curl_easy_strerror(code)))"
  }
}
