// What a person may read of a dialogue.

import Curl
import TestKit
import Testing

@testable import Delivery

struct TranscriptTests {
  private func transcript(_ server: MailServer, _ transport: SMTPTransport) -> [String] {
    var lines: [String] = []
    transport.transcript = { lines.append($0) }
    _ = transport.deliver()
    return lines
  }

  @Test func `it has each line of both sides, and of the mail only the size`() throws {
    let server = try MailServer()
    let lines = transcript(server, try .make(port: server.port)).filter { !$0.hasPrefix("*") }
    #expect(
      lines == [
        "S: 220 mail.test test", "C: EHLO web1.test", "S: 250-mail.test", "S: 250-SIZE 33554432", "S: 250-8BITMIME",
        "S: 250 HELP", "C: MAIL FROM:<ssh-alertd@web1>", "S: 250 OK", "C: RCPT TO:<you@example.org>", "S: 250 OK",
        "C: DATA", "S: 354 End data with <CR><LF>.<CR><LF>", "C: (17 bytes of mail)", "S: 250 2.0.0 queued",
      ])
  }

  @Test(arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
  func `it says how we encrypt and log in, and not with what`(mechanism: String) throws {
    let certificates = try TestCertificates()
    let server = try MailServer([
      "--cert", certificates.certificate, "--key", certificates.key, "--login", "alerts:s3cret pass", "--mechanisms",
      mechanism,
    ])
    let login = SMTPSettings.Credentials(username: "alerts", secret: .password("s3cret pass"))
    let transport = try SMTPTransport.make(port: server.port, tls: true, ca: certificates.authority, login: login)
    let lines = transcript(server, transport)
    #expect(lines.contains { $0.hasPrefix("*  SSL connection using TLSv1.3 / ") })
    #expect(lines.contains { $0.hasPrefix("*  issuer: CN=Test CA ") })
    let start = try #require(lines.firstIndex(of: "C: AUTH \(mechanism)"))
    let end = try #require(lines.firstIndex { $0.hasPrefix("S: 235 ") })
    #expect(Set(lines[(start + 1)..<end]) == ["S: 334 ***", "C: ***"])
  }

  @Test func `a server's control characters are shown, and its lines bounded`() {
    #expect(Transcript.line(.received("250 a\u{1b}[2Jb\u{202e}")) == #"S: 250 a\u{1b}[2Jb\u{202e}"#)
    #expect(Transcript.line(.received(String(repeating: "x", count: 1000))).count < 300)
    #expect(Transcript.line(.uploaded(1234)) == "C: (1234 bytes of mail)")
  }

  @Test func `without a listener nobody hears anything`() throws {
    let server = try MailServer()
    let transport = try SMTPTransport.make(port: server.port)
    var count = 0
    transport.transcript = { _ in count += 1 }
    _ = transport.probe()
    let heard = count
    transport.transcript = nil
    _ = transport.deliver()
    #expect(heard > 0 && count == heard)
  }
}
