// TLS and AUTH against a real server: nothing is said in clear that must not be.

import Foundation
import TestKit
import Testing

@testable import Delivery

struct SMTPSecurityTests {
  private let certificates: TestCertificates
  private static let login = SMTPSettings.Credentials(username: "alerts", secret: .password("s3cret pass"))

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
    let others = try TestCertificates()
    for authority in [nil, others.authority] {
      let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: authority).deliver()
      #expect(outcome.name == "refused")
      #expect(outcome.words.contains("SSL certificate problem: "))
    }
    #expect(try server.mails().isEmpty)
  }

  @Test(arguments: ["smtp", "smtps"]) func `a certificate that has expired is not believed`(scheme: String) throws {
    let expired = try TestCertificates(days: -1)
    let outcome = try deliver(to: expired, scheme)
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("certificate has expired"))
  }

  @Test(arguments: ["smtp", "smtps"]) func `a certificate for another host is not believed`(scheme: String) throws {
    let other = try TestCertificates(for: "DNS:other.test")
    let outcome = try deliver(to: other, scheme)
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("matches target host name '127.0.0.1'"))
  }

  private func deliver(to certificates: TestCertificates, _ scheme: String) throws -> DeliveryOutcome {
    let options = ["--cert", certificates.certificate, "--key", certificates.key]
    let server = try MailServer(options + (scheme == "smtps" ? ["--implicit"] : []))
    let transport = try SMTPTransport.make(
      port: server.port, scheme: scheme, tls: true, ca: certificates.authority, login: Self.login)
    let outcome = transport.deliver()
    #expect(try server.mails().isEmpty)
    #expect(try server.steps().allSatisfy { !$0.hasPrefix("AUTH") })
    return outcome
  }

  @Test func `a password that a server does not ask for fails the probe`() throws {
    let server = try tlsServer()
    let transport = try SMTPTransport.make(
      port: server.port, tls: true, ca: certificates.authority, login: Self.login)
    let outcome = transport.probe()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("no AUTH"))
  }

  @Test func `a mail that was taken without the password is accepted, and its reply says so`() throws {
    let server = try tlsServer()
    let transport = try SMTPTransport.make(
      port: server.port, tls: true, ca: certificates.authority, login: Self.login)
    let outcome = transport.deliver()
    #expect(outcome.name == "accepted")
    #expect(outcome.words.contains("no AUTH"))
  }

  @Test func `a server that offers no STARTTLS gets nothing where it is required`() throws {
    let server = try MailServer()
    let outcome = try SMTPTransport.make(port: server.port, tls: true, login: Self.login).deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("STARTTLS not supported"))
    #expect(try server.mails().isEmpty)
    #expect(try server.steps().filter { $0 != "connect" && $0 != "QUIT" } == ["EHLO web1.test"])
  }

  @Test func `a server that wants STARTTLS blames no mail that comes without`() throws {
    let server = try tlsServer()
    #expect(try SMTPTransport.make(port: server.port).deliver().name == "refused")
  }

  @Test(arguments: ["454 4.7.0 not now", "501 no"])
  func `a server that takes its STARTTLS back gets nothing`(reply: String) throws {
    let options = ["--cert", certificates.certificate, "--key", certificates.key]
    let server = try MailServer(script: ["STARTTLS": reply], options)
    let transport = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority)
    let outcome = transport.deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("STARTTLS denied, code \(reply.prefix(3))"))
    #expect(try server.mails().isEmpty)
  }

  @Test func `a handshake that fails is refused`() throws {
    let options = ["--cert", certificates.certificate, "--key", certificates.key]
    let server = try MailServer(script: ["STARTTLS": "220 but no TLS after it"], options)
    let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority).deliver()
    #expect(outcome.name == "refused")
  }

  @Test func `a secret is not even sent to a server on loopback without TLS`() throws {
    let server = try MailServer("--login", "alerts:s3cret pass")
    let transport = try SMTPTransport.make(port: server.port, login: Self.login)
    for outcome in [transport.deliver(), transport.probe()] {
      #expect(outcome.name == "refused")
      #expect(outcome.words.contains("only sent over TLS"))
    }
    #expect(try server.steps().isEmpty)
  }

  @Test func `a server that asks who we are is shown our certificate`() throws {
    let (certificate, key) = try certificates.issue("client", subject: "/CN=web1 alerts")
    let server = try tlsServer("--client-ca", certificates.authority)
    let own = SMTPSettings.ClientCertificate(certificate: certificate, key: key)
    let transport = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority, own: own)
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().map(\.certificate) == ["web1 alerts"])
  }

  @Test func `a certificate of ours that cannot be used is refused, and asks nobody for a passphrase`() throws {
    let (certificate, key) = try certificates.issue("client", subject: "/CN=web1")
    let locked = certificates.key + ".locked"
    try Command.run("openssl", ["ec", "-in", key, "-aes256", "-passout", "pass:secret", "-out", locked])
    let server = try tlsServer()
    for own in [
      SMTPSettings.ClientCertificate(certificate: certificate, key: certificates.key),
      .init(certificate: certificate, key: locked), .init(certificate: certificate, key: "/nowhere"),
      .init(certificate: "/nowhere", key: key),
    ] {
      let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority, own: own).deliver()
      #expect(outcome.name == "refused", "\(own) \(outcome)")
    }
    #expect(try server.mails().isEmpty)
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
      #expect(outcome.name == "refused")
      #expect(outcome.words.contains("535"))
      #expect(!outcome.words.contains("s3cret"))
    }
    #expect(try server.mails().isEmpty)
  }

  @Test func `no login where one is needed holds the mail`() throws {
    let server = try tlsServer("--login", "alerts:another")
    let outcome = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority).deliver()
    #expect(outcome.name == "refused")
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
    for text in ["\(Self.login)", "\(Self.login.secret)", String(reflecting: Self.login)] {
      #expect(!text.contains("s3cret"))
    }
  }
}
