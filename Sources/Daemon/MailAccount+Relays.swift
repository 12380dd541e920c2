// The servers of the configuration, in the order in which they are tried.

import Delivery

extension Configuration.Mail {
  /// How each server is reached.
  /// - Throws: `ConfigurationError` where a secret or a certificate cannot be used.
  func relays() throws(ConfigurationError) -> [RelayAccess] {
    if case .maildir(let path) = servers[0] {
      return [RelayAccess(name: "\(servers[0])") { MaildirTransport(path: path) }]
    }
    return try settings().map { settings in
      RelayAccess(name: "\(settings.server)") { try SMTPTransport(settings) }
    }
  }
}
