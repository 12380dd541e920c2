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
  /// What HTTP answered, as far as it was asked for.
  public var body: [UInt8] = []
  /// HTTP's Retry-After in seconds from now (RFC 9110, section 10.2.3), whether it names a span or a date; 0 for none.
  public var retryAfterSeconds = 0

  /// Why it failed, in words that are the same each time: libcurl's, for `code`, or of the encryption what it says more exactly.
  public var reason: String
  /// True where the encryption failed, or was refused.
  public var isTLSFailure: Bool { Self.isTLSFailure(code, reason) }

  /// In TLS 1.3 a server refuses our certificate after our side of the handshake is over, when we read the next reply.
  static func isTLSFailure(_ code: CURLcode, _ words: String) -> Bool {
    tlsFailures.contains(code) || (code == CURLE_RECV_ERROR && words.contains(":SSL routines:"))
  }

  /// libcurl-errors(3): STARTTLS missing or denied, the handshake, certificates of either side, the files of ours.
  private static let tlsFailures: [CURLcode] = [
    CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
    CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
    CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT,
  ]
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
