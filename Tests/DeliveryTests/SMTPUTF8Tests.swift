// Addresses in any script: SMTPUTF8 where they need it, and only there.

import TestKit
import Testing

@testable import Delivery

struct SMTPUTF8Tests {
  private func transport(_ options: String...) throws -> (MailServer, SMTPTransport) {
    let server = try MailServer(options)
    return (server, try .make(port: server.port))
  }

  @Test(arguments: ["jörg@example.org", "用户@xn--r8jz45g.xn--zckzah"])
  func `a name in another script is declared to a server that knows them`(to: String) throws {
    let (server, transport) = try transport("--smtputf8")
    for _ in 1...2 { #expect(transport.deliver(to: to).name == "accepted") }
    let mails = try server.mails()
    #expect(mails.map(\.to) == [[to], [to]])
    #expect(mails.map { $0.options.contains("SMTPUTF8") } == [true, true])
    #expect(Set(mails.map(\.peer)).count == 1)
  }

  @Test func `a sender in another script is declared as well`() throws {
    let (server, transport) = try transport("--smtputf8")
    #expect(transport.deliver(from: "wächter@web1").name == "accepted")
    #expect(try server.mails().map { $0.options.contains("SMTPUTF8") } == [true])
  }

  @Test func `plain addresses declare nothing`() throws {
    let (server, transport) = try transport("--smtputf8")
    #expect(transport.deliver().name == "accepted")
    #expect(try server.mails().map(\.options) == [[]])
  }

  @Test func `a server that does not know them is told nothing, and the mail is rejected with the reason`() throws {
    let (server, transport) = try transport()
    for _ in 1...2 {
      let outcome = transport.deliver(to: "jörg@example.org")
      #expect(outcome.name == "rejected")
      #expect(outcome.words.contains("does not offer SMTPUTF8 (RFC 6531), which 'jörg@example.org' needs"))
    }
    #expect(try server.steps() == ["connect", "EHLO web1.test", "NOOP", "NOOP"])
    #expect(transport.deliver().name == "accepted")
  }

  @Test func `a server that is not there does not cost such a mail its life`() throws {
    let server = try MailServer(script: ["connect": "421 busy"])
    #expect(try SMTPTransport.make(port: server.port).deliver(to: "jörg@example.org").name == "unavailable")
  }
}
