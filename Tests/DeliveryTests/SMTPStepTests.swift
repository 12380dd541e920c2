// A server that says no, is cut off or falls silent, at each step of the dialogue: whom it holds up, and how long.

import Foundation
import TestKit
import Testing

@testable import Delivery

struct SMTPStepTests {
  private static let short = SMTPSettings.Limits(connect: .seconds(2), total: .seconds(3), silence: .seconds(2))
  /// With what libcurl's clock is off, and the second that QUIT may take.
  private static let patience = Duration.seconds(5)

  /// What it comes to when a step fails for now.
  private static let steps = [
    ("connect", "unavailable"), ("EHLO", "unavailable"), ("MAIL", "recipientDeferred"), ("RCPT", "recipientDeferred"),
    ("DATA", "deferred"), ("message", "deferred"),
  ]

  private func outcome(of script: [String: String]) throws -> DeliveryOutcome {
    let server = try MailServer(script: script)
    let outcome = try SMTPTransport.make(port: server.port, limits: Self.short).deliver()
    #expect(try server.mails().isEmpty)
    return outcome
  }

  @Test(arguments: steps) func `a step that is put off holds whom it is about`(step: String, name: String) throws {
    for reply in ["451 4.3.0 later", "421 4.3.2 going down"] {
      let outcome = try outcome(of: Self.script(step, reply))
      #expect(outcome.name == name, "\(reply)")
      #expect(outcome.words.contains(reply))
    }
  }

  @Test(arguments: [
    ("connect", "unavailable"), ("EHLO", "unavailable"), ("MAIL", "rejected"), ("RCPT", "rejected"),
    ("DATA", "rejected"),
    ("message", "rejected"),
  ]) func `a step that is refused is the mail's fate from MAIL on`(step: String, name: String) throws {
    for reply in ["550 5.7.1 no", "554 5.7.1 go away"] {
      let outcome = try outcome(of: Self.script(step, reply))
      #expect(outcome.name == name, "\(reply)")
      #expect(outcome.words.contains(reply))
    }
  }

  /// Without TLS libcurl greets with HELO where EHLO is refused.
  private static func script(_ step: String, _ reply: String) -> [String: String] {
    step == "EHLO" ? ["EHLO": reply, "HELO": reply] : [step: reply]
  }

  @Test(arguments: steps) func `a connection that is cut is no answer`(step: String, name: String) throws {
    #expect(try outcome(of: [step: "drop"]).name == name)
  }

  @Test(arguments: steps, ["silence", "drip"])
  func `a server that does not answer holds us no longer than it may`(step: (String, String), action: String) throws {
    let began = ContinuousClock.now
    let outcome = try outcome(of: [step.0: action])
    #expect(outcome.name == step.1)
    #expect(outcome.words.contains("Timeout was reached"))
    #expect(.now - began < Self.patience)
  }

  @Test(arguments: steps, ["endless", "flood"])
  func `a server that never ends its reply is broken off`(step: (String, String), action: String) throws {
    let began = ContinuousClock.now
    let before = try residentBytes()
    #expect(try outcome(of: [step.0: action]).name == step.1)
    #expect(.now - began < Self.patience)
    #expect(try residentBytes() - before < 50_000_000)
  }

  private func residentBytes() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(pages[1])) * 4096
  }

  @Test(arguments: ["connect", "EHLO", "MAIL", "RCPT", "message"])
  func `a reply line of 100 kB is as good as a short one`(step: String) throws {
    let server = try MailServer(script: [step: "long"])
    let outcome = try SMTPTransport.make(port: server.port).deliver()
    #expect(outcome.name == "accepted")
    #expect(outcome.words.count <= 1000)
    #expect(try server.mails().count == 1)
  }

  @Test func `a 250 that is lost is no acceptance, though the server has the mail`() throws {
    let server = try MailServer("--script", #"{"message": ["lost"]}"#)
    let transport = try SMTPTransport.make(port: server.port)
    #expect(transport.deliver().name == "deferred")
    #expect(transport.deliver().name == "accepted")
    let mails = try server.mails()
    #expect(mails.count == 2)
    #expect(Set(mails.map(\.data)).count == 1)
  }

  @Test func `a 421 after MAIL on a kept connection is answered with a new one, a second 421 holds the recipient`()
    throws
  {
    let server = try MailServer("--script", #"{"MAIL": ["ok", "421 bye", "ok", "421 bye", "421 bye"]}"#)
    let transport = try SMTPTransport.make(port: server.port)
    #expect(transport.deliver().name == "accepted")
    #expect(transport.deliver().name == "accepted")
    #expect(transport.deliver().name == "recipientDeferred")
    #expect(try server.steps().filter { $0 == "connect" }.count == 3)
  }

  @Test(arguments: ["drop", "silence"])
  func `a kept connection that is dead is replaced, within the time of one mail`(action: String) throws {
    let server = try MailServer("--script", #"{"MAIL": ["ok", "\#(action)"]}"#)
    let transport = try SMTPTransport.make(port: server.port, limits: Self.short)
    #expect(transport.deliver().name == "accepted")
    let began = ContinuousClock.now
    #expect(transport.deliver().name == "accepted")
    #expect(.now - began < Self.patience)
  }

  @Test func `a server that does not answer QUIT holds nobody`() throws {
    let server = try MailServer(script: ["QUIT": "silence", "RCPT": "550 no"])
    let began = ContinuousClock.now
    #expect(try SMTPTransport.make(port: server.port).deliver().name == "rejected")
    let polite = try MailServer(script: ["QUIT": "silence"])
    #expect(try SMTPTransport.make(port: polite.port).deliver().name == "accepted")
    #expect(.now - began < Self.patience)
  }

  @Test func `a name that nobody has is unavailable`() throws {
    let outcome = try SMTPTransport.make(port: 25, host: "nowhere.invalid", limits: Self.short).deliver()
    #expect(outcome.name == "unavailable")
  }
}
