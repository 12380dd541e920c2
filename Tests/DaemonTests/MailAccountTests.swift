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
    mail.servers = [try #require(RelayAddress(server))]
    mail.username = password.map { _ in "alerts" }
    mail.passwordFile = try password.map { try directory.write($0, to: "password") }
    return mail
  }

  @Test(arguments: [
    ("smtp://mail.example.org", nil, true), ("smtp://localhost", nil, false), ("smtp://127.0.0.1", nil, false),
    ("smtp://localhost", "s3cret", true), ("smtps://mail.example.org", nil, true),
  ]) func `TLS is required, but on loopback without a password`(server: String, password: String?, tls: Bool) throws {
    #expect(try mail(server: server, password: password).settings()[0].requiresTLS == tls)
  }

  @Test(arguments: [true, false]) func `what the file says about TLS counts`(tls: Bool) throws {
    var mail = try mail(server: tls ? "smtp://localhost" : "smtp://mail.example.org")
    mail.requiresTLS = tls
    #expect(try mail.settings()[0].requiresTLS == tls)
  }

  @Test func `the password is the file's first line`() throws {
    guard case .password("s3cret") = try mail(password: "s3cret\nmore\n").settings()[0].credentials?.secret else {
      Issue.record("another secret")
      return
    }
  }

  @Test func `all servers get the same token from one command`() throws {
    var mail = try mail()
    let script = "#!/bin/sh\necho x >> \(directory.path("runs"))\nwc -l < \(directory.path("runs"))\n"
    mail.servers = try ["smtp://a.example.org", "smtp://b.example.org"].map { try #require(RelayAddress($0)) }
    mail.username = "alerts"
    mail.tokenCommand = [try directory.write(script, to: "token", mode: 0o755)]
    mail.limits = .init(connect: .seconds(1), total: .seconds(2), silence: .seconds(1))
    let settings = try mail.settings()
    #expect(settings.map(\.server) == mail.servers)
    #expect(settings.map(\.limits) == [mail.limits, mail.limits])
    for setting in settings {
      #expect(setting.credentials?.mechanism == .xoauth2)
      guard case .token(let token) = setting.credentials?.secret else {
        Issue.record("no token")
        return
      }
      #expect(try token(nil) == "1")
    }
  }

  @Test func `a CA file that cannot be read is named`() throws {
    var mail = try mail()
    mail.caFile = directory.path("ca.pem")
    let error = #expect(throws: ConfigurationError.self) { try mail.settings() }
    #expect(error?.path == directory.path("ca.pem"))
  }

  @Test func `a client certificate needs TLS, and a key for nobody else`() throws {
    var mail = try mail(server: "smtp://localhost")
    let certificate = try directory.write("PEM", to: "cert.pem", mode: 0o644)
    mail.clientCertificate = .init(certificate: certificate, key: try directory.write("PEM", to: "key.pem"))
    let settings = try mail.settings()[0]
    #expect(settings.requiresTLS)
    #expect(settings.clientCertificate == mail.clientCertificate)
    mail.clientCertificate?.key = certificate
    let error = #expect(throws: ConfigurationError.self) { try mail.settings() }
    #expect(error?.description.contains("others can read this key file; run 'chmod 600 \(certificate)'") == true)
    mail.clientCertificate?.certificate = directory.path("none")
    #expect(throws: ConfigurationError.self) { try mail.settings() }
  }

  @Test func `a Maildir needs no account`() throws {
    #expect(try mail(server: "maildir:/x").relays().map { try $0.open() }.first is MaildirTransport)
    #expect(try mail().relays().map { try $0.open() }.first is SMTPTransport)
  }
}
