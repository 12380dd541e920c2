// TLS and AUTH against a real server: nothing is said in clear that must not be.

import Foundation
import TestKit
import Testing

@testable import Delivery

struct SMTPSecurityTests {
  private let certificates: TestCertificates
  private static let login = SMTPSettings.Credentials(username: "alerts", password: "s3cret pass")

  init() throws {
    certificates = try TestCertificates()
  }

  private func tlsServer(_ options: String...) throws -> MailServer {
    try MailServer(["--cert", certificates.certificate, "--key", certificates.key] + options)
  }

  @Test func `STARTTLS with the right CA delivers encrypted`() throws {
    let server = try tlsServer()
    let transport = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority)
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().map(\.tls) == [true])
  }

  @Test func `TLS from the first byte with the right CA delivers encrypted`() throws {
    let server = try tlsServer("--implicit")
    let transport = try SMTPTransport.make(port: server.port, scheme: "smtps", tls: true, ca: certificates.authority)
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().count == 1)
  }

  @Test func `a certificate of a CA that nobody named is not believed`() throws {
    let server = try tlsServer()
    for authority in [nil, try TestCertificates().authority] {
      let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: authority).deliver()
      #expect(outcome.name == "unavailable")
    }
    #expect(try server.mails().isEmpty)
  }

  @Test func `a password that a server does not ask for fails the probe`() throws {
    let server = try tlsServer()
    let transport = try SMTPTransport.make(
      port: server.port, tls: true, ca: certificates.authority, login: Self.login)
    let outcome = transport.probe()
    #expect(outcome.name == "unavailable")
    #expect(outcome.words.contains("no AUTH"))
  }

  @Test func `a server that offers no STARTTLS gets nothing where it is required`() throws {
    let server = try MailServer()
    #expect(try SMTPTransport.make(port: server.port, tls: true).deliver().name == "unavailable")
    #expect(try server.mails().isEmpty)
  }

  @Test func `a server that wants STARTTLS blames no mail that comes without`() throws {
    let server = try tlsServer()
    #expect(try SMTPTransport.make(port: server.port).deliver().name == "unavailable")
  }

  @Test func `the right password lets us in`() throws {
    let server = try tlsServer("--login", "alerts:s3cret pass")
    let transport = try SMTPTransport.make(
      port: server.port, tls: true, ca: certificates.authority, login: Self.login)
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().map(\.login) == ["alerts"])
  }

  @Test func `a wrong password holds the mail, and is not in the reason`() throws {
    let server = try tlsServer("--login", "alerts:another")
    let transport = try SMTPTransport.make(
      port: server.port, tls: true, ca: certificates.authority, login: Self.login)
    for outcome in [transport.deliver(), transport.probe()] {
      #expect(outcome.name == "unavailable")
      #expect(outcome.words.contains("535"))
      #expect(!outcome.words.contains("s3cret"))
    }
    #expect(try server.mails().isEmpty)
  }

  @Test func `no login where one is needed holds the mail`() throws {
    let server = try tlsServer("--login", "alerts:another")
    let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority).deliver()
    #expect(outcome.name == "unavailable")
    #expect(outcome.words.contains("530"))
  }

  @Test func `a server that refuses our hello holds all mail`() throws {
    let server = try MailServer("--fail", "421")
    #expect(try SMTPTransport.make(port: server.port, tls: true).deliver().name == "unavailable")
  }

  @Test func `a port where nobody listens is unavailable`() throws {
    let port = try MailServer().port
    let outcome = try SMTPTransport.make(port: port).deliver()
    #expect(outcome.name == "unavailable")
    #expect(!outcome.words.isEmpty)
  }

  @Test func `what was cancelled fails at once, and delivers nothing`() throws {
    let server = try MailServer()
    let transport = try SMTPTransport.make(port: server.port)
    transport.interrupt(.zero)
    #expect(transport.deliver().name != "accepted")
    #expect(try server.mails().isEmpty)
  }

  @Test func `a secret is not in the description of what holds it`() {
    #expect(!"\(Self.login)".contains("s3cret"))
  }
}
