// SMTP by libcurl: RFC 5321, 3207 (STARTTLS), 8314 (SMTPS), 4954 (AUTH). One recipient a transaction, the connection reused.

import CCurl
public import Curl

/// Delivers by SMTP. Not Sendable: see `CurlTransfer`.
public final class SMTPTransport: MailTransport {
  private let transfer: CurlTransfer
  private let settings: SMTPSettings

  /// Limits in seconds, so that a server which takes the call and then says nothing cannot hold the queue.
  private static let connectLimit = 30
  private static let totalLimit = 120
  private static let silenceLimit = 60

  /// Makes a transport; nothing is connected yet.
  public init(_ settings: SMTPSettings) throws(CurlError) {
    self.settings = settings
    transfer = try CurlTransfer()
  }

  /// Ends the running delivery in time.
  public var interrupt: @Sendable (Duration) -> Void {
    { [canceller = transfer.canceller] span in canceller.cancel(within: span) }
  }

  /// Delivers one mail to one recipient.
  public func deliver(_ envelope: Envelope, _ message: () throws -> [UInt8]) -> DeliveryOutcome {
    withoutActuallyEscaping(message) { message in
      run { () throws(CurlError) in
        try transfer.set(CURLOPT_MAIL_FROM, "<\(envelope.sender)>")
        try transfer.set(CURLOPT_MAIL_RCPT, ["<\(envelope.recipient)>"])
        try transfer.set(CURLOPT_UPLOAD, 1)
        let result = try upload(message)
        let outcome = SMTPOutcome.classify(result)
        guard case .accepted(let reply) = outcome, hasSkippedAuth(result) else { return outcome }
        return .accepted(reply: "\(reply) (\(Self.noAuth))")
      }
    }
  }

  /// A kept connection may have died or be closed while nobody spoke: a new one is tried at once, as long as the server has
  /// not begun to take the mail.
  private func upload(_ message: @escaping () throws -> [UInt8]) throws(CurlError) -> CurlResult {
    let result = try transfer.perform(upload: message)
    let isStale = !result.isNewConnection && (result.replies.isEmpty || SMTPOutcome.isClosing(result))
    guard result.code != CURLE_OK, result.code != CURLE_ABORTED_BY_CALLBACK, isStale else { return result }
    try transfer.set(CURLOPT_FRESH_CONNECT, 1)
    return try transfer.perform(upload: message)
  }

  /// Connects, encrypts and authenticates, and sends nothing.
  public func probe() -> DeliveryOutcome {
    run { () throws(CurlError) in
      try transfer.set(CURLOPT_CUSTOMREQUEST, "NOOP")
      try transfer.set(CURLOPT_NOBODY, 1)
      let result = try transfer.perform()
      let outcome = SMTPOutcome.classify(result)
      guard case .accepted = outcome, hasSkippedAuth(result) else { return outcome }
      return .unavailable(reason: Self.noAuth)
    }
  }

  private static let noAuth = "the server offers no AUTH, so the password was not used"

  private func hasSkippedAuth(_ result: CurlResult) -> Bool {
    settings.credentials != nil && SMTPOutcome.hasSkippedAuth(result)
  }

  /// Runs a transfer with fresh options; a server that is to blame is named.
  private func run(_ body: () throws(CurlError) -> DeliveryOutcome) -> DeliveryOutcome {
    do {
      transfer.reset()
      try configure()
      let outcome = try body()
      guard case .unavailable(let reason) = outcome else { return outcome }
      return .unavailable(reason: "\(settings.server): \(reason)")
    } catch {
      return .unavailable(reason: error.description)
    }
  }

  private func configure() throws(CurlError) {
    try transfer.set(CURLOPT_URL, "\(settings.server)/\(settings.heloName)")
    try transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    try transfer.set(CURLOPT_USE_SSL, Int((settings.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
    try transfer.set(CURLOPT_CONNECTTIMEOUT, Self.connectLimit)
    try transfer.set(CURLOPT_TIMEOUT, Self.totalLimit)
    try transfer.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    try transfer.set(CURLOPT_LOW_SPEED_TIME, Self.silenceLimit)
    // Whoever looks up a silent name server must not keep the daemon from stopping.
    try transfer.set(CURLOPT_QUICK_EXIT, 1)
    if let caFile = settings.caFile {
      try transfer.set(CURLOPT_CAINFO, caFile)
      // Debian's libcurl would still trust the system's directory of CAs.
      try transfer.set(CURLOPT_CAPATH, nil)
    }
    if let credentials = settings.credentials {
      try transfer.set(CURLOPT_USERNAME, credentials.username)
      try transfer.set(CURLOPT_PASSWORD, credentials.password)
    }
  }
}
