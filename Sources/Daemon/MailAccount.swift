// From the configuration to a way to send mail, and the one secret that there is on that way.

import Alerts
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

  /// Reads the templates that replace the embedded ones.
  func loadTemplates() throws -> AlertTemplates {
    do {
      return try AlertTemplates(overriddenIn: URL(filePath: templates))
    } catch let error as TemplateError {
      throw ConfigurationError(path: error.path, problems: [.init(line: nil, text: error.reason)])
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

/// A file that holds a secret and nothing else.
struct PasswordFile {
  var path: String

  /// The secret: the first line.
  /// - Throws: `ConfigurationError` for a file that cannot be read, is empty, or that others could read too.
  func read() throws(ConfigurationError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw problem(
        "cannot read this password file: \(String(cString: strerror(errno))); it must belong to the daemon's user")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem("this password file is no regular file")
    }
    guard status.st_mode & forbiddenMode == 0 else {
      throw problem("others can read this password file; run 'chmod 600 \(path)'")
    }
    let data = (try? file.read(upToCount: 4096)) ?? Data()
    let line = String(decoding: data.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    guard !line.isEmpty else { throw problem("this password file is empty; its first line must be the password") }
    return line
  }

  /// A credential of the service manager is readable for its group: systemd gives the daemon access by an ACL, whose mask
  /// shows there.
  private var forbiddenMode: mode_t {
    let directory = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
    return directory.map { path.hasPrefix($0 + "/") } ?? false ? 0o007 : 0o077
  }

  private func problem(_ text: String) -> ConfigurationError {
    ConfigurationError(path: path, problems: [.init(line: nil, text: text)])
  }
}
