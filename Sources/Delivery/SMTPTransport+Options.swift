// What is asked of libcurl: curl_easy_setopt(3) has a page for each option.

import CCurl
import Curl

extension SMTPTransport {
  /// What to do once the server has let us in.
  enum Request {
    case mail(Envelope, () throws -> [UInt8])
    case noop
  }

  /// Sets all options anew.
  /// - Returns: what gives the bytes to upload.
  func configure(for request: Request, onNewConnection: Bool) throws(CurlError) -> (() throws -> [UInt8])? {
    transfer.reset()
    try setServer()
    try setLimits()
    try setCredentials()
    if onNewConnection { try transfer.set(CURLOPT_FRESH_CONNECT, 1) }
    switch request {
    case .mail(let envelope, let message):
      try transfer.set(CURLOPT_MAIL_FROM, "<\(envelope.sender)>")
      try transfer.set(CURLOPT_MAIL_RCPT, ["<\(envelope.recipient)>"])
      try transfer.set(CURLOPT_UPLOAD, 1)
      return message
    case .noop:
      try transfer.set(CURLOPT_CUSTOMREQUEST, "NOOP")
      try transfer.set(CURLOPT_NOBODY, 1)
      return nil
    }
  }

  private func setServer() throws(CurlError) {
    try transfer.set(CURLOPT_URL, "\(settings.server)/\(settings.heloName)")
    try transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    try transfer.set(CURLOPT_USE_SSL, Int((settings.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
    if let caFile = settings.caFile {
      try transfer.set(CURLOPT_CAINFO, caFile)
      // Debian's libcurl would still trust the system's directory of CAs.
      try transfer.set(CURLOPT_CAPATH, nil)
    }
    if let own = settings.clientCertificate {
      try transfer.set(CURLOPT_SSLCERT, own.certificate)
      try transfer.set(CURLOPT_SSLKEY, own.key)
      // Without one libcurl's OpenSSL would ask for the passphrase on the terminal, and wait.
      try transfer.set(CURLOPT_KEYPASSWD, "")
    }
  }

  /// Low speed counts the mail's own bytes only; while we wait for a reply it is the response's time that counts.
  private func setLimits() throws(CurlError) {
    let left = max(ContinuousClock.now.duration(to: deadline), .seconds(1))
    let silence = Int(settings.limits.silence / .seconds(1))
    try transfer.set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.limits.connect / .milliseconds(1)))
    try transfer.set(CURLOPT_TIMEOUT_MS, Int(left / .milliseconds(1)))
    try transfer.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, silence)
    try transfer.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    try transfer.set(CURLOPT_LOW_SPEED_TIME, silence)
    // Whoever looks up a silent name server must not keep the daemon from stopping.
    try transfer.set(CURLOPT_QUICK_EXIT, 1)
  }

  private func setCredentials() throws(CurlError) {
    guard let credentials = settings.credentials else { return }
    try transfer.set(CURLOPT_USERNAME, credentials.username)
    switch credentials.secret {
    case .password(let password):
      try transfer.set(CURLOPT_PASSWORD, password)
      try transfer.set(CURLOPT_LOGIN_OPTIONS, credentials.mechanism.map { "AUTH=\($0.rawValue)" } ?? Self.mechanisms)
    case .token:
      try transfer.set(CURLOPT_XOAUTH2_BEARER, token)
      try transfer.set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2")
    }
  }

  /// libcurl would prefer GSSAPI and NTLM where a server offers them, which need more than a password, and would not go on to
  /// the next when they fail.
  private static let mechanisms = "AUTH=CRAM-MD5;AUTH=PLAIN;AUTH=LOGIN"
}

extension SMTPSettings {
  /// True where nothing but the greeting can pass in clear.
  var isEncrypted: Bool {
    if case .smtp(_, _, isImplicitTLS: true) = server { true } else { requiresTLS }
  }
}
