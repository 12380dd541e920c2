// The secret on the way to the mail server: from a file that nobody else can read, and never in clear.

import Delivery
import Foundation
import TestKit
import Testing

@testable import Daemon

struct MailAccountTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func mail(server: String = "smtp://mail.example.org", password: String? = nil) throws -> Configuration.Mail {
    var mail = Configuration(stateDirectory: directory.path, hostname: "web1").mail
    mail.server = try #require(RelayAddress(server))
    mail.username = password.map { _ in "alerts" }
    mail.passwordFile = try password.map { try directory.write($0, to: "password") }
    return mail
  }

  @Test(arguments: [
    ("smtp://mail.example.org", nil, true), ("smtp://localhost", nil, false), ("smtp://127.0.0.1", nil, false),
    ("smtp://localhost", "s3cret", true), ("smtps://mail.example.org", nil, true),
  ]) func `TLS is required, but on loopback without a password`(server: String, password: String?, tls: Bool) throws {
    #expect(try mail(server: server, password: password).settings().requiresTLS == tls)
  }

  @Test(arguments: [true, false]) func `what the file says about TLS counts`(tls: Bool) throws {
    var mail = try mail(server: tls ? "smtp://localhost" : "smtp://mail.example.org")
    mail.requiresTLS = tls
    #expect(try mail.settings().requiresTLS == tls)
  }

  @Test(arguments: [
    ("s3cret pass", "s3cret pass"), ("s3cret\n", "s3cret"), ("s3cret\r\nmore\n", "s3cret"), (" x ", " x "),
  ]) func `the password is the first line, whole`(text: String, password: String) throws {
    #expect(try mail(password: text).settings().credentials == .init(username: "alerts", password: password))
  }

  @Test(arguments: [0o600, 0o400, 0o700]) func `a file for nobody else will do`(mode: Int) throws {
    let path = try directory.write("s3cret", to: "password", mode: mode)
    #expect(try PasswordFile(path: path).read() == "s3cret")
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o620, 0o602, 0o644, 0o610])
  func `a file that others can use is refused, with the remedy`(mode: Int) throws {
    let path = try directory.write("s3cret", to: "password", mode: mode)
    let error = #expect(throws: ConfigurationError.self) { try PasswordFile(path: path).read() }
    #expect(error?.description.contains("chmod 600 \(path)") == true)
    #expect(error?.description.contains("s3cret") == false)
  }

  @Test(arguments: ["", "\n", "\r\ns3cret"]) func `an empty file is refused`(text: String) throws {
    let path = try directory.write(text, to: "password")
    #expect(throws: ConfigurationError.self) { try PasswordFile(path: path).read() }
  }

  @Test func `what is no file is refused at once`() throws {
    #expect(throws: ConfigurationError.self) { try PasswordFile(path: directory.path).read() }
    #expect(throws: ConfigurationError.self) { try PasswordFile(path: directory.path("none")).read() }
    #expect(mkfifo(directory.path("fifo"), 0o600) == 0)
    #expect(throws: ConfigurationError.self) { try PasswordFile(path: directory.path("fifo")).read() }
  }

  @Test func `a credential of the service manager may be readable for its group, and for nobody else`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      setenv("CREDENTIALS_DIRECTORY", directory.path, 1)
      let path = try directory.write("s3cret", to: "password", mode: 0o440)
      let password = try PasswordFile(path: path).read()
      precondition(password == "s3cret")
      try directory.write("s3cret", to: "password", mode: 0o444)
      precondition((try? PasswordFile(path: path).read()) == nil)
      let other = try TemporaryDirectory()
      try other.write("s3cret", to: "password", mode: 0o440)
      precondition((try? PasswordFile(path: other.path("password")).read()) == nil)
    }
  }

  @Test func `a CA file that cannot be read is named`() throws {
    var mail = try mail()
    mail.caFile = directory.path("ca.pem")
    let error = #expect(throws: ConfigurationError.self) { try mail.settings() }
    #expect(error?.path == directory.path("ca.pem"))
  }

  @Test func `a Maildir needs no account`() throws {
    #expect(try mail(server: "maildir:/x").transport() is MaildirTransport)
    #expect(try mail().transport() is SMTPTransport)
  }
}
