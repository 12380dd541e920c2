// A sample alert on its way out, by real servers.

import Delivery
import Foundation
import TestKit
import Testing

@testable import Daemon

struct TestMailTests {
  private func configuration(_ servers: RelayAddress...) -> Configuration {
    var configuration = Configuration(stateDirectory: "/nowhere", hostname: "web1")
    configuration.mail.servers = servers
    configuration.mail.recipients = ["a@test", "b@test"]
    return configuration
  }

  private func relay(_ server: MailServer) -> RelayAddress {
    .smtp(host: "127.0.0.1", port: server.port, isImplicitTLS: false)
  }

  private func send(
    _ configuration: Configuration, to recipients: [String] = []
  ) throws -> (results: [TestMail.Result], lines: [String]) {
    var lines: [String] = []
    let results = try TestMail(configuration, to: recipients).send(at: Date()) { lines.append($0) }
    return (results, lines)
  }

  @Test func `it goes to each recipient, says that it is a test, and shows the dialogue`() throws {
    let server = try MailServer()
    let (results, lines) = try send(configuration(relay(server)))
    let reply = "accepted: 250 2.0.0 queued"
    #expect(
      results == [
        .init(recipient: "a@test", isAccepted: true, text: reply),
        .init(recipient: "b@test", isAccepted: true, text: reply),
      ])
    let mails = try server.mails()
    #expect(mails.map(\.to) == [["a@test"], ["b@test"]])
    #expect(mails.allSatisfy { $0.data.contains("(test)") && $0.data.contains("203.0.113.7") })
    #expect(lines.first?.hasPrefix("a sample alert, nobody has logged in: ") == true)
    #expect(lines.contains("  C: EHLO web1"))
  }

  @Test func `it goes where it is told to`() throws {
    let server = try MailServer()
    let (results, _) = try send(configuration(relay(server)), to: ["you@test"])
    #expect(results.map(\.recipient) == ["you@test"])
    #expect(try server.mails().map(\.to) == [["you@test"]])
  }

  @Test func `a server that is not ready is followed by the next one`() throws {
    let (busy, ready) = (try MailServer(script: ["connect": "421 busy"]), try MailServer())
    let (results, lines) = try send(configuration(relay(busy), relay(ready)))
    #expect(results.map(\.isAccepted) == [true, true])
    #expect(lines.contains { $0.hasPrefix("  ") && $0.contains("421 busy") })
    #expect(lines.contains("to a@test by \(relay(ready))"))
  }

  @Test func `a server that says no to a recipient is believed`() throws {
    let (strict, other) = (try MailServer(script: ["RCPT": "550 no"]), try MailServer())
    let (results, _) = try send(configuration(relay(strict), relay(other)))
    #expect(results.map(\.text) == ["rejected: 550 no", "rejected: 550 no"])
    #expect(try other.mails().isEmpty)
  }

  @Test func `a Maildir says where the file is`() throws {
    let directory = try TemporaryDirectory()
    let (results, _) = try send(configuration(.maildir(path: directory.path("mail"))), to: ["you@test"])
    let name = try #require(directory.names(in: "mail/new").first)
    #expect(results.map(\.text) == ["accepted: kept in \(directory.path("mail/new/\(name)"))"])
  }

  @Test func `a recipient is read as the configuration reads it`() throws {
    #expect(try TestMail.recipient("you@bücher.example") == "you@xn--bcher-kva.example")
    #expect(try TestMail.recipient("root") == "root")
    let error = #expect(throws: ValueError.self) { try TestMail.recipient("you <you@test>") }
    #expect(error?.description.hasPrefix("must be a mail address") == true)
  }
}
