// SMTP by libcurl: RFC 5321, 3207 (STARTTLS), 8314 (SMTPS), 4954 (AUTH). One recipient a transaction, the connection reused.
// What is asked of libcurl is in SMTPTransport+Options.swift.

import CCurl
public import Curl

/// Delivers by SMTP. Not Sendable: see `CurlTransfer`.
public final class SMTPTransport: MailTransport {
  let transfer: CurlTransfer
  let settings: SMTPSettings
  /// The token that the source gave last: good until the server refuses it.
  private(set) var token: String? {
    didSet { transfer.redaction = Redaction([oldValue, token].compactMap { $0 }) }
  }
  /// When the server has had its time.
  private(set) var deadline = ContinuousClock.now
  /// What the server offered when it last said hello.
  private var offersUTF8 = false

  /// Makes a transport; nothing is connected yet.
  public init(_ settings: SMTPSettings) throws(CurlError) {
    self.settings = settings
    transfer = try CurlTransfer()
    if case .password(let password) = settings.credentials?.secret { transfer.redaction = Redaction([password]) }
  }

  /// Ends the running delivery in time.
  public var interrupt: @Sendable (Duration) -> Void {
    { [canceller = transfer.canceller] span in canceller.cancel(within: span) }
  }

  /// Hears the dialogue line by line: `C: EHLO web1`, `S: 250 …`, `*  SSL connection using …`. No secret is in it, of a mail
  /// only the size; control characters are shown as such, and lines are bounded.
  public var transcript: ((String) -> Void)? {
    didSet { transfer.listener = transcript.map { hear in { hear(Transcript.line($0)) } } }
  }

  /// Delivers one mail to one recipient.
  public func deliver(_ envelope: Envelope, _ message: () throws -> [UInt8]) -> DeliveryOutcome {
    withoutActuallyEscaping(message) { message in
      run {
        if let failure = try obstacle(to: envelope) { return failure }
        let result = try transact(.mail(envelope, message))
        let outcome = SMTPOutcome.classify(result)
        guard case .accepted(let reply) = outcome, hasSkippedAuth(result) else { return outcome }
        return .accepted(reply: "\(reply) (\(Self.noAuth))")
      }
    }
  }

  /// Connects, encrypts and authenticates, and sends nothing.
  public func probe() -> DeliveryOutcome {
    run {
      let result = try transact(.noop)
      let outcome = SMTPOutcome.classify(result)
      guard case .accepted = outcome, hasSkippedAuth(result) else { return outcome }
      return .refused(reason: Self.noAuth)
    }
  }

  /// A server that lets everybody in may do so for its own network: the mail is good, but who set a password should know.
  private static let noAuth = "the server offers no AUTH, so the password was not used"

  private func hasSkippedAuth(_ result: CurlResult) -> Bool {
    settings.credentials != nil && SMTPOutcome.hasSkippedAuth(result)
  }

  /// Runs it within the time that the server has; a server that is to blame is named.
  private func run(_ body: () throws -> DeliveryOutcome) -> DeliveryOutcome {
    deadline = .now + settings.limits.total
    switch outcome(body) {
    case .unavailable(let reason): return .unavailable(reason: "\(settings.server): \(reason)")
    case .refused(let reason): return .refused(reason: "\(settings.server): \(reason)")
    case let outcome: return outcome
    }
  }

  private func outcome(_ body: () throws -> DeliveryOutcome) -> DeliveryOutcome {
    guard settings.credentials == nil || settings.isEncrypted else {
      return .refused(reason: "a secret is only sent over TLS, which is not required here")
    }
    do {
      return try body()
    } catch let error as CurlError {
      return .unavailable(reason: error.description)
    } catch {
      return .refused(reason: transfer.redaction.applied(to: "cannot get a token: \(error)"))
    }
  }

  /// RFC 6531, section 3.2: such an address must not go to a server that does not offer SMTPUTF8; libcurl would send it as it
  /// is. That is a rejection, since a server does not learn it in five days: who set the address is told at once.
  private func obstacle(to envelope: Envelope) throws -> DeliveryOutcome? {
    guard let address = envelope.internationalAddress else { return nil }
    if !offersUTF8 {
      let outcome = SMTPOutcome.classify(try transact(.noop))
      guard case .accepted = outcome else { return outcome }
    }
    let reason = "\(settings.server) does not offer SMTPUTF8 (RFC 6531), which '\(address)' needs"
    return offersUTF8 ? nil : .rejected(reply: reason)
  }

  /// A kept connection may have died or be closed while nobody spoke: a new one is tried at once, as long as the server has
  /// not begun to take the mail. The same for a token that is no longer good, if there is a better one.
  private func transact(_ request: Request) throws -> CurlResult {
    var result = try perform(request)
    if isStale(result) { result = try perform(request, onNewConnection: true) }
    guard SMTPOutcome.isTokenRefused(result), try renewToken() else { return result }
    return try perform(request, onNewConnection: true)
  }

  private func isStale(_ result: CurlResult) -> Bool {
    guard result.code != CURLE_OK, result.code != CURLE_ABORTED_BY_CALLBACK, !result.isNewConnection else {
      return false
    }
    return result.replies.isEmpty || SMTPOutcome.isClosing(result)
  }

  private func perform(_ request: Request, onNewConnection: Bool = false) throws -> CurlResult {
    if case .token(let source) = settings.credentials?.secret, token == nil { token = try source(nil) }
    let result = try transfer.perform(upload: configure(for: request, onNewConnection: onNewConnection))
    if result.isNewConnection {
      offersUTF8 = result.replies.contains { $0.dropFirst("250-".count).hasPrefix("SMTPUTF8") }
    }
    return result
  }

  /// Asks the source for another token than the one that was just refused.
  /// - Returns: false where it knows no other.
  private func renewToken() throws -> Bool {
    guard case .token(let source) = settings.credentials?.secret, let refused = token else { return false }
    let next = try source(refused)
    token = next
    return next != refused
  }
}
