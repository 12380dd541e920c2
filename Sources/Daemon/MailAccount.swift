// From the configuration to a way to send mail.

import Delivery
import Foundation

extension Configuration.Mail {
  /// What each server needs, in the order in which they are tried; they share the secret. TLS is required, but for a server on
  /// loopback that is shown neither a secret nor a certificate.
  /// - Throws: `ConfigurationError` where the secret or a certificate cannot be used.
  func settings() throws(ConfigurationError) -> [SMTPSettings] {
    let credentials = try credentials()
    try checkCertificates()
    return servers.map { server in
      let needsTLS = !server.isLoopback || credentials != nil || clientCertificate != nil
      return SMTPSettings(
        server: server, requiresTLS: requiresTLS ?? needsTLS, caFile: caFile, clientCertificate: clientCertificate,
        credentials: credentials, heloName: heloName, limits: limits)
    }
  }

  private func credentials() throws(ConfigurationError) -> SMTPSettings.Credentials? {
    guard let username, let secret = try secret() else { return nil }
    return .init(
      username: username, secret: try secret.secret(), mechanism: secret.kind == .token ? .xoauth2 : mechanism)
  }

  /// libcurl would tell of a file that it cannot read only when a mail is due.
  private func checkCertificates() throws(ConfigurationError) {
    try checkReadable(caFile, "mail.ca_file")
    try checkReadable(clientCertificate?.certificate, "mail.client_certificate")
    if let key = clientCertificate?.key { try SecretFile(path: key, kind: "key").opened() }
  }

  private func checkReadable(_ path: String?, _ key: String) throws(ConfigurationError) {
    guard let path, !FileManager.default.isReadableFile(atPath: path) else { return }
    throw ConfigurationError(path: path, problems: [.init(line: nil, text: "cannot read this '\(key)'")])
  }
}
