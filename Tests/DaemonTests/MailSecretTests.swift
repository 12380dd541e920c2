// Which secret counts where there are several, and what is said where there is none or one too many.

import Delivery
import Foundation
import TestKit
import Testing

@testable import Daemon

struct MailSecretTests {
  private static func mail(_ keys: String) throws -> Configuration.Mail {
    try Configuration.parse("mail:\n  to: a@b\n  server: smtp://mail.example.org\n\(keys)", path: "/c.yaml").mail
  }

  private static let user = "  username: a\n"

  @Test func `without credentials the file says where the secret is`() throws {
    #expect(try Self.mail("").secret() == nil)
    #expect(
      try Self.mail(Self.user + "  password_file: /p\n").secret() == MailSecret(kind: .password, source: .file("/p")))
    #expect(try Self.mail(Self.user + "  token_file: /t\n").secret() == MailSecret(kind: .token, source: .file("/t")))
    let command = try Self.mail(Self.user + "  token_command: [/t, s3cret]\n").secret()
    #expect(command == MailSecret(kind: .token, source: .command(["/t", "s3cret"])))
    #expect(command?.description == "token from command /t")
  }

  @Test(arguments: [
    ("", "mail.username: no secret for it; set mail.password_file, or give the service credential 'mail-password'"),
    ("  auth: xoauth2\n", "mail.username: no secret for it; set mail.token_file or mail.token_command, or give"),
  ]) func `a name without a secret is told what there is to set`(keys: String, words: String) throws {
    let mail = try Self.mail(Self.user + keys)
    #expect(#expect(throws: ConfigurationError.self) { try mail.secret() }?.description.hasPrefix(words) == true)
  }

  @Test func `a credential comes first, an empty one is none`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      setenv("CREDENTIALS_DIRECTORY", directory.path, 1)
      let file = MailSecret(kind: .password, source: .file("/p"))
      let withFile = try Self.mail(Self.user + "  password_file: /p\n")
      for nothing in ["", "\n"] {
        try directory.write(nothing, to: "mail-password")
        let secret = try withFile.secret()
        precondition(secret == file)
        let none = try Self.mail("").secret()
        precondition(none == nil)
      }
      let path = try directory.write("s3cret\n", to: "mail-password", mode: 0o440)
      for mail in [withFile, try Self.mail(Self.user), try Self.mail(Self.user + "  auth: plain\n")] {
        let secret = try mail.secret()
        precondition(secret == MailSecret(kind: .password, source: .credential(path)))
        precondition(secret?.description == "password from credential 'mail-password'")
      }
    }
  }

  @Test func `a credential that does not fit is an error that names it`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      setenv("CREDENTIALS_DIRECTORY", directory.path, 1)
      func complaint(_ keys: String) throws -> String {
        let mail = try Self.mail(keys)
        do throws(ConfigurationError) { _ = try mail.secret() } catch { return error.description }
        return ""
      }
      let password = try directory.write("s3cret\n", to: "mail-password")
      for (keys, words) in [
        ("", "this credential needs 'mail.username'"),
        (Self.user + "  auth: xoauth2\n", "another secret than a password"),
        (Self.user + "  token_file: /t\n", "another secret than a password"),
      ] {
        let said = try complaint(keys)
        precondition(said.hasPrefix("\(password): ") && said.contains(words) && !said.contains("s3cret"), said)
      }
      let token = try directory.write("t0ken\n", to: "mail-token")
      let both = try complaint(Self.user)
      precondition(both.hasPrefix("\(token): ") && both.contains("keep one"), both)
      unlink(password)
      let said = try complaint(Self.user + "  password_file: /p\n")
      precondition(said.contains("another secret than a token"), said)
    }
  }

  @Test func `a token file is read before each login, since another program writes it`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("first\n", to: "token")
    guard case .token(let token) = try MailSecret(kind: .token, source: .file(path)).secret() else {
      Issue.record("no token")
      return
    }
    #expect(try token(nil) == "first")
    #expect(try token("first") == "first")
    try directory.write("second\n", to: "token")
    #expect(try token("first") == "second")
    try directory.write("no token\n", to: "token")
    #expect(throws: BearerTokenError.self) { try token(nil) }
  }
}
