// Where the secret of `mail.username` comes from: the service manager first, a file next, for a token a command last.

import Delivery
import Foundation

/// A password or a token, and where it is found. Never the secret itself.
struct MailSecret: Equatable, CustomStringConvertible {
  enum Kind: String {
    case password, token
  }

  /// The first of them that is there counts, alone.
  enum Source: Equatable {
    /// Path of what the service manager hands over.
    case credential(String)
    case file(String)
    /// Program and arguments.
    case command([String])
  }

  var kind: Kind
  var source: Source

  /// What `check` shows.
  var description: String {
    switch source {
    case .credential: "\(kind) from credential 'mail-\(kind)'"
    case .file(let path): "\(kind) from \(path)"
    case .command(let words): "\(kind) from command \(words[0])"
    }
  }

  /// The secret as the transport wants it. A password is read now, a token before each login.
  func secret() throws(ConfigurationError) -> SMTPSettings.Secret {
    switch (kind, source) {
    case (.password, .credential(let path)), (.password, .file(let path)):
      return .password(try SecretFile(path: path, kind: "password").read())
    case (.token, .credential(let path)), (.token, .file(let path)):
      let file = SecretFile(path: path, kind: "token")
      try file.opened()
      return .token { _ in try BearerToken(file.read()).text }
    case (_, .command(let words)):
      let command = TokenCommand(words)
      return .token { try command.token(insteadOf: $0) }
    }
  }
}

extension Configuration.Mail {
  /// Where the secret is; nil where none is needed. What only the service manager's credentials can contradict shows here,
  /// since the configuration is also read where they are not.
  /// - Throws: `ConfigurationError` where there is none, or one too many.
  func secret() throws(ConfigurationError) -> MailSecret? {
    let credentials = [ServiceCredential.password, .token].compactMap { credential in
      credential.path.map { (credential, $0) }
    }
    if credentials.count > 1 {
      throw problem(credentials[1].1, "there is credential 'mail-password' as well; keep one")
    }
    guard username != nil else {
      guard let (_, path) = credentials.first else { return nil }
      throw problem(path, "this credential needs 'mail.username' in the configuration, the account that it is for")
    }
    if let (credential, path) = credentials.first {
      let kind: MailSecret.Kind = credential == .password ? .password : .token
      guard kind == self.kind ?? kind else {
        throw problem(
          path, "the configuration asks for another secret than a \(kind); remove this credential, or \(remedy)")
      }
      return MailSecret(kind: kind, source: .credential(path))
    }
    if let passwordFile { return MailSecret(kind: .password, source: .file(passwordFile)) }
    if let tokenFile { return MailSecret(kind: .token, source: .file(tokenFile)) }
    if let tokenCommand { return MailSecret(kind: .token, source: .command(tokenCommand)) }
    throw problem("mail.username", "no secret for it; set \(remedyForNone)")
  }

  /// What the configuration asks for; nil where either would do.
  private var kind: MailSecret.Kind? {
    if mechanism == .xoauth2 || tokenFile != nil || tokenCommand != nil { return .token }
    return mechanism != nil || passwordFile != nil ? .password : nil
  }

  private var remedy: String { "mend mail.auth, mail.password_file, mail.token_file and mail.token_command" }

  private var remedyForNone: String {
    let keys = kind == .token ? "mail.token_file or mail.token_command" : "mail.password_file"
    return "\(keys), or give the service credential 'mail-\(kind ?? .password)', which only the service sees"
  }

  private func problem(_ path: String, _ text: String) -> ConfigurationError {
    ConfigurationError(path: path, problems: [.init(line: nil, text: text)])
  }
}
