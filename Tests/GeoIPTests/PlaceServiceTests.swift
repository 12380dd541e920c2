// Each row of the table in PlaceAnswer, against a real server.

import Alerts
import Foundation
import Sessions
import TestKit
import Testing

@testable import GeoIP

extension PlaceService {
  static func make(
    _ server: WebServer, _ edition: PlaceServiceSettings.Edition = .standard, token: String? = nil,
    scheme: String = "http",
    ca: String? = nil, limit: Duration = .seconds(20)
  ) throws -> PlaceService {
    let url = "\(scheme)://127.0.0.1:\(server.port)"
    return try PlaceService(PlaceServiceSettings(edition, token: token, server: url, caFile: ca, limit: limit))
  }

  func place(of address: String = "1.2.3.4") throws -> PlaceOutcome {
    place(of: try #require(IPAddress(address)))
  }
}

@Suite(.timeLimit(.minutes(2))) struct PlaceServiceTests {
  private static let prague = #"{"ip": "1.2.3.4", "city": "Prague", "country": "CZ"}"#
  private static let found = PlaceOutcome.found(.make("ipinfo.io", city: "Prague", country: "CZ"))

  private func outcome(_ server: WebServer, limit: Duration = .seconds(20)) throws -> PlaceOutcome {
    try PlaceService.make(server, limit: limit).place()
  }

  @Test func `a place is found, without a token`() throws {
    let server = try WebServer(Self.prague)
    #expect(try outcome(server) == Self.found)
    let request = try #require(try server.requests().first)
    #expect(request.path == "/1.2.3.4/json")
    #expect(request.headers["authorization"] == nil)
    #expect(request.headers["user-agent"] == "ssh-alertd")
    #expect(request.headers["accept"] == "application/json")
  }

  @Test func `the token goes into a header, and the connection is kept`() throws {
    let server = try WebServer(#"{"country_code": "CZ"}"#)
    let service = try PlaceService.make(server, .lite, token: "s3cret-token")
    for _ in 1...2 { #expect(try service.place(of: "2001:218::1") == .found(.make("ipinfo.io", country: "CZ"))) }
    let request = try #require(try server.requests().last)
    #expect(request.path == "/2001:218:0:0:0:0:0:1")
    #expect(request.headers["authorization"] == "Bearer s3cret-token")
  }

  @Test(arguments: ["10.0.0.1", "127.0.0.1", "fe80::1%eth0", "203.0.113.7", "::ffff:192.168.0.1"])
  func `an address that is nowhere is not told to anybody`(address: String) throws {
    let server = try WebServer(Self.prague)
    #expect(try PlaceService.make(server).place(of: address) == .unknown)
    #expect(try server.requests().isEmpty)
  }

  @Test(arguments: [
    (200, #"{"ip": "1.2.3.4", "bogon": true, "city": "Prague"}"#), (200, "{}"), (404, #"{"city": "Prague"}"#),
  ])
  func `what the service does not know is unknown`(status: Int, body: String) throws {
    #expect(try outcome(WebServer(status: status, body)) == .unknown)
  }

  @Test(
    arguments: [
      ([], 3600), (["Retry-After: 120"], 120), (["Retry-After: 5"], 60), (["Retry-After: 999999999"], 86_400),
      (["Retry-After: soon"], 3600), (["Retry-After: -5"], 3600), (["Retry-After: 99999999999999999999"], 3600),
      (["Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"], 86_400),
    ] as [([String], Int)]) func `whoever is asked too often says for how long to keep away`(
      headers: [String], seconds: Int
    ) throws
  {
    let outcome = try outcome(WebServer(status: 429, "{}", headers: headers))
    #expect(outcome == .limited(retryAfter: .seconds(seconds)))
  }

  @Test func `a date to come back is a date`() throws {
    let format = DateFormatter()
    (format.locale, format.timeZone) = (Locale(identifier: "en_US_POSIX"), TimeZone(identifier: "GMT"))
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    let server = try WebServer(status: 429, headers: ["Retry-After: \(format.string(from: .now + 7200))"])
    guard case .limited(let span) = try outcome(server) else { throw CancellationError() }
    #expect((.seconds(7000)...(.seconds(7200))).contains(span))
  }

  @Test(arguments: [
    (200, "<html>welcome</html>", "no JSON object"), (200, "", "no JSON object"), (200, "[1]", "no JSON object"),
    (200, #"{"ip": "1.2.3.5", "city": "Prague"}"#, "another address"), (401, "{}", "refuses the token"),
    (403, "{}", "refuses the token"), (500, Self.prague, "status 500"), (204, "", "status 204"),
  ]) func `a wrong answer is no place`(status: Int, body: String, words: String) throws {
    guard case .failed(let reason) = try outcome(WebServer(status: status, body)) else { throw CancellationError() }
    #expect(reason.contains(words))
  }

  @Test(arguments: [301, 302, 307, 308]) func `nobody is followed elsewhere`(status: Int) throws {
    let other = try WebServer(Self.prague)
    let server = try WebServer(status: status, headers: ["Location: http://127.0.0.1:\(other.port)/1.2.3.4/json"])
    #expect(try outcome(server) == .failed(reason: "ipinfo.io answers with status \(status)"))
    #expect(try other.requests().isEmpty)
  }

  @Test func `hostile texts are bounded and made printable`() throws {
    let server = try WebServer(
      #"{"city": "\u001b[31m\u202e<b>\#(String(repeating: "x", count: 5000))", "country": "cz"}"#)
    guard case .found(let place) = try outcome(server) else { throw CancellationError() }
    #expect(place.city?.hasPrefix(#"\u{1b}[31m\u{202e}<b>xxx"#) == true)
    #expect(try #require(place.city).unicodeScalars.count <= 129)
    #expect(place.country == "CZ")
  }

  @Test func `an answer without end is not read to its end`() throws {
    #expect(
      try outcome(WebServer("", "--manner=endless")) == .failed(reason: "cannot ask ipinfo.io: the answer is too long"))
    let long = #"{"x": "\#(String(repeating: "x", count: 70_000))"}"#
    #expect(try outcome(WebServer(long)) == .failed(reason: "cannot ask ipinfo.io: the answer is too long"))
  }

  @Test(arguments: ["silence", "drip"]) func `whoever is slow is not waited for`(manner: String) throws {
    let server = try WebServer(Self.prague, "--manner=\(manner)")
    let start = ContinuousClock.now
    #expect(
      try outcome(server, limit: .milliseconds(500)) == .failed(reason: "cannot ask ipinfo.io: Timeout was reached"))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `an answer that is cut off is none`() throws {
    guard case .failed = try outcome(WebServer(Self.prague, "--manner=cut")) else { throw CancellationError() }
  }

  @Test func `who has less time waits no longer than that`() throws {
    let server = try WebServer(Self.prague, "--manner=silence")
    let service = try PlaceService.make(server, limit: .seconds(60))
    let start = ContinuousClock.now
    let outcome = service.place(of: try #require(IPAddress("1.2.3.4")), within: .milliseconds(300))
    #expect(outcome == .failed(reason: "cannot ask ipinfo.io: Timeout was reached"))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `the token is in no reason`() throws {
    let token = "s3cret-token-of-ours"
    let server = try WebServer("{}", "--manner=cut")
    let service = try PlaceService.make(server, token: token)
    #expect(try !"\(service.place())".contains(token))
    let echo = try WebServer(status: 401, token)
    #expect(try !"\(PlaceService.make(echo, token: token).place())".contains(token))
  }

  @Test func `only whom we trust is asked over TLS`() throws {
    let certificates = try TestCertificates()
    let server = try WebServer(
      Self.prague, "--cert=\(certificates.certificate)", "--key=\(certificates.key)")
    let trusting = try PlaceService.make(server, token: "s3cret-token", scheme: "https", ca: certificates.authority)
    #expect(try trusting.place() == Self.found)
    let other = try PlaceService.make(server, token: "s3cret-token", scheme: "https")
    guard case .failed(let reason) = try other.place() else { throw CancellationError() }
    #expect(reason.contains("certificate"))
    #expect(try server.requests().count == 1)
  }

  @Test func `a certificate for another name is no good`() throws {
    let certificates = try TestCertificates(for: "DNS:ipinfo.test")
    let server = try WebServer(Self.prague, "--cert=\(certificates.certificate)", "--key=\(certificates.key)")
    guard case .failed = try PlaceService.make(server, scheme: "https", ca: certificates.authority).place() else {
      throw CancellationError()
    }
    #expect(try server.requests().isEmpty)
  }

  @Test func `a server that is not there is named with a reason`() throws {
    let port = try WebServer().port
    let service = try PlaceService(PlaceServiceSettings(.standard, token: nil, server: "http://127.0.0.1:\(port)"))
    #expect(try service.place() == .failed(reason: "cannot ask ipinfo.io: Couldn't connect to server"))
  }
}
