// libcurl's handles, and the thread they belong to. One transfer at a time, with the connection kept for the next.
//
// The multi interface drives the transfer, because it can be woken from another thread. A transfer is only ever aborted
// through the progress callback: taking the handle away during DATA would complete the message (measured: the server took 2 of
// 30 MB for a whole mail).

public import CCurl
import Glibc

/// Runs transfers one after the other. Not Sendable: owned by an actor on a thread of its own, which blocks here.
public final class CurlTransfer {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  /// Of the connection that the last transfer left.
  private var socket = CURL_SOCKET_BAD
  /// Ends the transfer that runs, and all later ones; for other threads.
  public let canceller: CurlCanceller
  /// Takes the secrets out of all that a transfer says.
  public var redaction = Redaction()
  /// Hears each line as it passes.
  public var listener: ((DialogueLine) -> Void)?

  /// Makes the handles.
  /// - Throws: `CurlError` where libcurl has no memory.
  public init() throws(CurlError) {
    curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    guard let easy = curl_easy_init(), let multi = curl_multi_init() else {
      throw CurlError(code: CURLE_FAILED_INIT, option: nil)
    }
    self.easy = easy
    self.multi = multi
    canceller = CurlCanceller(multi: multi)
    sshalertd_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, 1)
  }

  /// Says QUIT on the connection that is left, and does not wait for the answer, which libcurl would.
  deinit {
    if socket != CURL_SOCKET_BAD { shutdown(socket, Int32(SHUT_RD)) }
    canceller.forget()
    curl_easy_cleanup(easy)
    curl_multi_cleanup(multi)
    lists.forEach { curl_slist_free_all($0) }
    errorText.deallocate()
  }

  // MARK: Options

  /// Forgets all options; connections stay.
  public func reset() {
    curl_easy_reset(easy)
    lists.forEach { curl_slist_free_all($0) }
    lists = []
  }

  /// Sets a text, which libcurl copies; nil for none, also where libcurl has a default.
  public func set(_ option: CURLoption, _ value: String?) throws(CurlError) {
    try check(sshalertd_setopt_string(easy, option, value), option)
  }

  /// Sets a number, a switch or a bit mask.
  public func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
    try check(sshalertd_setopt_long(easy, option, value), option)
  }

  /// Sets a list of texts, which lives until the next `reset`.
  public func set(_ option: CURLoption, _ values: [String]) throws(CurlError) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values { list = curl_slist_append(list, value) ?? list }
    guard let list else { return }
    lists.append(list)
    try check(sshalertd_setopt_pointer(easy, option, list), option)
  }

  private func check(_ code: CURLcode, _ option: CURLoption) throws(CurlError) {
    guard code == CURLE_OK else { throw CurlError(code: code, option: option) }
  }

  // MARK: Running

  /// Runs the transfer to its end.
  /// - Parameter upload: gives the bytes to send, asked at the moment that the other side is ready to take the first of
  ///   them; where it throws, nothing is sent and the transfer fails.
  /// - Parameter bodyLimit: how many bytes of a body to keep; one that is longer ends the transfer. Nil where the body does
  ///   not matter.
  public func perform(upload: (() throws -> [UInt8])? = nil, bodyLimit: Int? = nil) throws(CurlError) -> CurlResult {
    let dialogue = Dialogue(
      upload: upload, bodyLimit: bodyLimit, canceller: canceller, redaction: redaction, listener: listener)
    return try withExtendedLifetime(dialogue) { () throws(CurlError) in
      try connect(dialogue)
      let code = try drive()
      return result(code, dialogue)
    }
  }

  private func connect(_ dialogue: Dialogue) throws(CurlError) {
    let context = Unmanaged.passUnretained(dialogue).toOpaque()
    try check(sshalertd_setopt_data(easy, CURLOPT_READFUNCTION, Dialogue.read), CURLOPT_READFUNCTION)
    try check(sshalertd_setopt_pointer(easy, CURLOPT_READDATA, context), CURLOPT_READDATA)
    try check(sshalertd_setopt_data(easy, CURLOPT_HEADERFUNCTION, Dialogue.reply), CURLOPT_HEADERFUNCTION)
    try check(sshalertd_setopt_pointer(easy, CURLOPT_HEADERDATA, context), CURLOPT_HEADERDATA)
    try check(sshalertd_setopt_data(easy, CURLOPT_WRITEFUNCTION, Dialogue.write), CURLOPT_WRITEFUNCTION)
    try check(sshalertd_setopt_pointer(easy, CURLOPT_WRITEDATA, context), CURLOPT_WRITEDATA)
    try check(sshalertd_setopt_debug(easy, Dialogue.debug), CURLOPT_DEBUGFUNCTION)
    try check(sshalertd_setopt_pointer(easy, CURLOPT_DEBUGDATA, context), CURLOPT_DEBUGDATA)
    try set(CURLOPT_VERBOSE, 1)
    try check(sshalertd_setopt_progress(easy, Dialogue.progress), CURLOPT_XFERINFOFUNCTION)
    try check(sshalertd_setopt_pointer(easy, CURLOPT_XFERINFODATA, context), CURLOPT_XFERINFODATA)
    errorText.pointee = 0
    try check(sshalertd_setopt_pointer(easy, CURLOPT_ERRORBUFFER, errorText), CURLOPT_ERRORBUFFER)
    try set(CURLOPT_NOPROGRESS, 0)
    try set(CURLOPT_NOSIGNAL, 1)
  }

  private func drive() throws(CurlError) -> CURLcode {
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
      throw CurlError(code: CURLE_FAILED_INIT, option: nil)
    }
    defer {
      // Only before the handle is taken away does libcurl tell the socket.
      if sshalertd_getinfo_socket(easy, &socket) != CURLE_OK { socket = CURL_SOCKET_BAD }
      curl_multi_remove_handle(multi, easy)
    }
    var running: Int32 = 1
    while running > 0 {
      let status = curl_multi_perform(multi, &running)
      guard status == CURLM_OK else { throw CurlError(code: CURLE_FAILED_INIT, option: nil) }
      if running > 0 { curl_multi_poll(multi, nil, 0, 1000, nil) }
    }
    var left: Int32 = 0
    guard let message = curl_multi_info_read(multi, &left) else { return CURLE_FAILED_INIT }
    return sshalertd_message_result(message)
  }

  private func result(_ code: CURLcode, _ dialogue: Dialogue) -> CurlResult {
    CurlResult(
      code: code, responseCode: info(CURLINFO_RESPONSE_CODE), replies: dialogue.replies, commands: dialogue.commands,
      isNewConnection: info(CURLINFO_NUM_CONNECTS) > 0, hasUploaded: dialogue.hasUploaded,
      uploadError: dialogue.uploadError, body: dialogue.body, retryAfterSeconds: offset(CURLINFO_RETRY_AFTER),
      reason: reason(code, dialogue))
  }

  /// Most of libcurl's longer words say how long it took: they would be another failure each time.
  private func reason(_ code: CURLcode, _ dialogue: Dialogue) -> String {
    if dialogue.isFlooded { return "the server does not come to an end with its reply" }
    if dialogue.isBodyTooLong { return "the answer is too long" }
    let words = redaction.applied(to: String(cString: errorText))
    let isExact = !words.isEmpty && CurlResult.isTLSFailure(code, words)
    return isExact ? words : String(cString: curl_easy_strerror(code))
  }

  private func info(_ info: CURLINFO) -> Int {
    var value = 0
    return sshalertd_getinfo_long(easy, info, &value) == CURLE_OK ? value : 0
  }

  private func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    return sshalertd_getinfo_offset(easy, info, &value) == CURLE_OK ? Int(value) : 0
  }
}
