// Each row of the table in SMTPOutcome, against a real server. TLS and AUTH are in SMTPSecurityTests.

import Foundation
import TestKit
import Testing

@testable import Delivery

extension SMTPTransport {
  static func make(
    port: Int, scheme: String = "smtp", host: String = "127.0.0.1", tls: Bool = false, ca: String? = nil,
    login: SMTPSettings.Credentials? = nil, own: SMTPSettings.ClientCertificate? = nil,
    limits: SMTPSettings.Limits = .standard
  ) throws -> SMTPTransport {
    let server = RelayAddress.smtp(host: host, port: port, isImplicitTLS: scheme == "smtps")
    return try SMTPTransport(
      SMTPSettings(
        server: server, requiresTLS: tls, caFile: ca, clientCertificate: own, credentials: login,
        heloName: "web1.test", limits: limits))
  }

  func deliver(
    to recipient: String = "you@example.org", from sender: String = "ssh-alertd@web1",
    _ text: String = "Subject: x\r\n\r\nx\r\n"
  ) -> DeliveryOutcome {
    deliver(Envelope(sender: sender, recipient: recipient, id: 1, queuedAt: 1)) { Array(text.utf8) }
  }
}

extension DeliveryOutcome {
  /// `accepted`, `deferred`, `unavailable`…
  var name: String { "\(self)".prefix { $0 != "(" }.description }

  var words: String {
    switch self {
    case .accepted(let text), .recipientDeferred(let text), .deferred(let text), .unavailable(let text),
      .refused(let text), .rejected(let text):
      text
    case .interrupted: ""
    }
  }
}

struct SMTPTransportTests {
  private let server: MailServer
  private let transport: SMTPTransport
  private struct Refusal: Error {}

  init() throws {
    server = try MailServer()
    transport = try .make(port: server.port)
  }

  @Test func `a server that ends a kept connection gets the mail on a new one at once`() throws {
    let server = try MailServer("--mails-a-connection", "1")
    let transport = try SMTPTransport.make(port: server.port)
    for _ in 1...3 { #expect(transport.deliver().name == "accepted") }
    #expect(try Set(server.mails().map(\.peer)).count == 3)
  }

  @Test func `a mail that the server took is accepted with its reply`() throws {
    #expect(transport.deliver() == .accepted(reply: "250 2.0.0 queued"))
    let mail = try #require(try server.mails().first)
    #expect(mail.from == "ssh-alertd@web1")
    #expect(mail.to == ["you@example.org"])
    #expect(mail.data == "Subject: x\r\n\r\nx\r\n")
  }

  @Test(arguments: [
    ("reply-451-rcpt", "recipientDeferred", "451 as reply-451-rcpt asks"),
    ("reply-550-rcpt", "rejected", "550 as reply-550-rcpt asks"),
    ("reply-451-data", "deferred", "451 as reply-451-data asks"),
    ("reply-554-data", "rejected", "554 as reply-554-data asks"),
    ("reply-552-data", "rejected", "552 as reply-552-data asks"),
    ("reply-421-rcpt", "recipientDeferred", "421 as reply-421-rcpt asks"),
  ]) func `a refusal is for ever or for now, as its number says`(name: String, outcome: String, reply: String) throws {
    let result = transport.deliver(to: "\(name)@example.org")
    #expect(result.name == outcome)
    #expect(result.words.contains(reply))
    #expect(try server.mails().isEmpty)
  }

  @Test(arguments: ["reply-530-rcpt", "reply-535-rcpt"])
  func `a server that wants us to log in blames no mail`(name: String) {
    #expect(transport.deliver(to: "\(name)@example.org").name == "refused")
  }

  @Test(arguments: [("drop-rcpt", "recipientDeferred"), ("drop-data", "deferred")])
  func `a cut connection is never an acceptance`(name: String, outcome: String) throws {
    #expect(transport.deliver(to: "\(name)@example.org").name == outcome)
    #expect(try server.mails().isEmpty)
  }

  @Test func `after a cut connection the next mail gets a new one`() throws {
    _ = transport.deliver(to: "drop-data@example.org")
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().count == 1)
  }

  @Test func `one connection serves several mails, also after a refusal of DATA`() throws {
    for recipient in ["a@example.org", "b@example.org", "reply-451-data@example.org", "c@example.org"] {
      _ = transport.deliver(to: recipient)
    }
    let mails = try server.mails()
    #expect(mails.map(\.to) == [["a@example.org"], ["b@example.org"], ["c@example.org"]])
    #expect(Set(mails.map(\.peer)).count == 1)
  }

  @Test(arguments: ["reply-550-rcpt", "reply-451-rcpt", "drop-rcpt"])
  func `the bytes are not asked for before the server takes them`(name: String) {
    let envelope = Envelope(sender: "a@b", recipient: "\(name)@example.org", id: 1, queuedAt: 1)
    var count = 0
    _ = transport.deliver(envelope) {
      count += 1
      return []
    }
    #expect(count == 0)
  }

  @Test func `the bytes are asked for once`() throws {
    let envelope = Envelope(sender: "a@b", recipient: "c@d", id: 1, queuedAt: 1)
    var count = 0
    let body = Array(String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 20_000).utf8)
    let outcome = transport.deliver(envelope) {
      count += 1
      return body
    }
    #expect(outcome.name == "accepted")
    #expect(count == 1)
    #expect(try server.mails().first?.data.utf8.count == body.count)
  }

  @Test func `where there are no bytes nothing is sent, and the next mail is not touched by it`() throws {
    let envelope = Envelope(sender: "a@b", recipient: "c@d", id: 1, queuedAt: 1)
    let outcome = transport.deliver(envelope) { throw Refusal() }
    #expect(outcome.name == "unavailable")
    #expect(outcome.words.contains("Refusal"))
    #expect(try server.mails().isEmpty)
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().count == 1)
  }

  @Test(arguments: [".\r\nx\r\n", ".x\r\n..y\r\n", "a\r\n.\r\nb\r\n...\r\n"])
  func `a line that begins with a dot arrives as it was`(body: String) throws {
    let text = "Subject: x\r\n\r\n" + body
    #expect(transport.deliver(text).name == "accepted")
    #expect(try server.mails().first?.data == text)
  }

  @Test func `a probe says hello and sends nothing`() throws {
    #expect(transport.probe().name == "accepted")
    #expect(try server.mails().isEmpty)
    #expect(transport.deliver().name == "accepted")
  }
}
