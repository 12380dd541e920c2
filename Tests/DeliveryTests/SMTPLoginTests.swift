// AUTH: each mechanism, tokens and their renewal, and no secret in what is told afterwards.

import Foundation
import Synchronization
import TestKit
import Testing

@testable import Delivery

struct SMTPLoginTests {
  private let certificates: TestCertificates
  private static let password = "correct horse battery"

  init() throws {
    certificates = try TestCertificates()
  }

  private func server(_ options: String..., script: String = "{}") throws -> MailServer {
    try MailServer(["--cert", certificates.certificate, "--key", certificates.key, "--script", script] + options)
  }

  private func transport(
    _ server: MailServer, _ secret: SMTPSettings.Secret = .password(password),
    by mechanism: SMTPSettings.Mechanism? = nil
  ) throws -> SMTPTransport {
    let login = SMTPSettings.Credentials(username: "alerts@test", secret: secret, mechanism: mechanism)
    return try .make(port: server.port, tls: true, ca: certificates.authority, login: login)
  }

  @Test(arguments: [SMTPSettings.Mechanism.plain, .login, .cramMD5])
  func `a password lets us in by the mechanism that is set`(mechanism: SMTPSettings.Mechanism) throws {
    let server = try server("--login", "alerts@test:\(Self.password)", "--mechanisms", "PLAIN,LOGIN,CRAM-MD5,XOAUTH2")
    #expect(try transport(server, by: mechanism).deliver().name == "accepted")
    #expect(try server.mails().map(\.mechanism) == [mechanism.rawValue])
  }

  @Test(arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
  func `without a mechanism that is set, what the server offers is used`(offered: String) throws {
    let server = try server("--login", "alerts@test:\(Self.password)", "--mechanisms", offered)
    #expect(try transport(server).deliver().name == "accepted")
    #expect(try server.mails().map(\.mechanism) == [offered])
  }

  @Test func `a mechanism that the server does not offer is refused in clear words`() throws {
    let server = try server("--login", "alerts@test:\(Self.password)", "--mechanisms", "PLAIN")
    let outcome = try transport(server, by: .cramMD5).deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("the server offers no way to log in that we have"))
  }

  @Test(arguments: [
    "535 5.7.8 wrong", "454 4.7.0 later", "530 5.7.0 first this", "534 5.7.9 too weak", "538 5.7.11 TLS",
  ])
  func `a refused login is about us, whatever its number`(reply: String) throws {
    let server = try server("--login", "x:y", script: #"{"login": "\#(reply)"}"#)
    let outcome = try transport(server).deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains(reply))
  }

  @Test(arguments: ["drop", "421 4.3.2 going down"])
  func `a server that goes down in a login is not there`(action: String) throws {
    let server = try server("--login", "x:y", script: #"{"AUTH": "\#(action)"}"#)
    #expect(try transport(server).deliver().name == "unavailable")
  }

  @Test func `a token is asked for once, and serves later connections`() throws {
    let server = try server(
      "--login", "alerts@test:good", "--mechanisms", "XOAUTH2", "--mails-a-connection", "1")
    let source = TokenSource(["good"])
    let transport = try transport(server, .token(source.next))
    for _ in 1...3 { #expect(transport.deliver().name == "accepted") }
    #expect(source.asked == [nil])
    #expect(try server.mails().map(\.mechanism) == ["XOAUTH2", "XOAUTH2", "XOAUTH2"])
    #expect(try Set(server.mails().map(\.peer)).count == 3)
  }

  @Test func `a token that is refused is renewed, and the mail sent at once`() throws {
    let server = try server("--login", "alerts@test:second", "--mechanisms", "XOAUTH2")
    let source = TokenSource(["first", "second"])
    #expect(try transport(server, .token(source.next)).deliver().name == "accepted")
    #expect(source.asked == [nil, "first"])
  }

  @Test func `a token for which there is no other is refused, in the server's words`() throws {
    let server = try server("--login", "alerts@test:another", "--mechanisms", "XOAUTH2")
    let source = TokenSource(["the only one there is"])
    let outcome = try transport(server, .token(source.next)).deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains(#""status":"401""#))
    #expect(!outcome.words.contains("only one"))
    #expect(source.asked == [nil, "the only one there is"])
    #expect(try server.steps().filter { $0 == "connect" }.count == 1)
  }

  @Test func `a token that the server puts off is not renewed`() throws {
    let server = try server("--login", "a:b", "--mechanisms", "XOAUTH2", script: #"{"login": "454 4.7.0 later"}"#)
    let source = TokenSource(["first", "second"])
    #expect(try transport(server, .token(source.next)).deliver().name == "refused")
    #expect(source.asked == [nil])
  }

  @Test func `a source that has no token is said, and no server is to blame for it`() throws {
    let server = try server("--login", "alerts@test:x", "--mechanisms", "XOAUTH2")
    let outcome = try transport(server, .token(TokenSource([]).next)).deliver()
    #expect(outcome.name == "refused")
    #expect(outcome.words.contains("cannot get a token: Empty()"))
    #expect(try server.steps().isEmpty)
  }

  @Test(arguments: [SMTPSettings.Mechanism.plain, .login, .cramMD5, .xoauth2])
  func `what a server echoes of a secret goes no further`(mechanism: SMTPSettings.Mechanism) throws {
    for step in ["login", "MAIL"] {
      let server = try server(
        "--login", "alerts@test:\(Self.password)", "--mechanisms", mechanism.rawValue, script: #"{"\#(step)": "echo"}"#)
      let source = TokenSource([Self.password])
      let secret: SMTPSettings.Secret = mechanism == .xoauth2 ? .token(source.next) : .password(Self.password)
      let transport = try transport(server, secret, by: mechanism)
      var lines: [String] = []
      transport.transcript = { lines.append($0) }
      let outcome = transport.deliver()
      #expect(outcome.name == "refused")
      #expect(outcome.words.contains("you said ***"))
      for text in lines + [outcome.words] { #expect(!Self.leaks(text), "\(text)") }
    }
  }

  @Test func `a secret whose base64 begins like a command is none`() throws {
    let password = "D#\u{4c0}x"
    #expect(Data(password.utf8).base64EncodedString() == "RCPTgHg=")
    let server = try server(
      "--login", "a:b", "--mechanisms", "LOGIN", script: #"{"login": "421 4.3.2 going down"}"#)
    #expect(try transport(server, .password(password)).deliver().name == "unavailable")
  }

  @Test func `a secret that looks like a reply's number takes none away`() throws {
    let server = try server("--login", "alerts@test:250")
    #expect(try transport(server, .password("250")).deliver().words == "250 2.0.0 queued")
  }

  /// Any eight characters of it, in clear or in base64.
  private static func leaks(_ text: String) -> Bool {
    let base64 = [password, "\0alerts@test\0\(password)", "user=alerts@test\u{1}auth=Bearer \(password)\u{1}\u{1}"]
      .map { Data($0.utf8).base64EncodedString() }
    return ([password] + base64).contains { secret in
      let characters = Array(secret)
      return (0...(characters.count - 8)).contains { text.contains(String(characters[$0..<($0 + 8)])) }
    }
  }
}

/// Gives one token after the other, the last one again and again.
private final class TokenSource: Sendable {
  struct Empty: Error {}
  private let state: Mutex<(left: [String], asked: [String?])>

  init(_ tokens: [String]) {
    state = Mutex((tokens, []))
  }

  var asked: [String?] { state.withLock { $0.asked } }

  @Sendable func next(_ refused: String?) throws -> String {
    try state.withLock { state in
      state.asked.append(refused)
      guard let token = state.left.first else { throw Empty() }
      if state.left.count > 1 { state.left.removeFirst() }
      return token
    }
  }
}
