// From the configuration to a way to send mail.

import Delivery
import Foundation

extension Configuration.Mail {
  /// Makes the transport that `mail.server` asks for.
  /// - Throws: `ConfigurationError` where the password or the CA file cannot be used.
  func transport() throws -> any MailTransport {
    switch server {
    case .maildir(let path): MaildirTransport(path: path)
    case .smtp: try SMTPTransport(settings())
    }
  }

  /// What the server needs. TLS is required, but for a server on loopback that gets no password.
  func settings() throws(ConfigurationError) -> SMTPSettings {
    let credentials = try credentials()
    if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
      throw ConfigurationError(path: caFile, problems: [.init(line: nil, text: "cannot read this 'mail.ca_file'")])
    }
    return SMTPSettings(
      server: server, requiresTLS: requiresTLS ?? !(server.isLoopback && credentials == nil), caFile: caFile,
      credentials: credentials, heloName: heloName)
  }

  private func credentials() throws(ConfigurationError) -> SMTPSettings.Credentials? {
    guard let username, let passwordFile else { return nil }
    return .init(username: username, password: try PasswordFile(path: passwordFile).read())
  }
}
