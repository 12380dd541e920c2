// `check`: what is right, what is missing, and what to do; it changes nothing.

import Delivery
import Foundation
import GeoIP
import Journal
import Store
import TestKit
import Testing

@testable import Daemon

struct CheckTests {
  private let directory: TemporaryDirectory
  private var configuration: Configuration

  init() throws {
    directory = try TemporaryDirectory()
    configuration = Configuration(stateDirectory: directory.path("state"), hostname: "web1")
    configuration.journal = .directory(directory.path)
    configuration.mail.templates = directory.path("templates")
  }

  private func result(_ subject: String, _ configuration: Configuration) throws -> CheckResult {
    try #require(Check(configuration).results().first { $0.subject == subject })
  }

  @Test func `nothing is changed by looking`() {
    #expect(
      Check(configuration).results().map(\.subject) == [
        "journal", "sshd", "database", "templates", "places", "keys", "mail",
      ])
    #expect(directory.names() == [])
  }

  @Test func `an empty journal is a note, none at all a failure with a hint`() throws {
    #expect(try result("journal", configuration).verdict == .warning)
    var missing = configuration
    missing.journal = .directory(directory.path("none"))
    let found = try result("journal", missing)
    #expect(found.verdict == .failed)
    #expect(found.hint?.contains("a directory of journal files") == true)
  }

  @Test func `a recorded journal is read to its last entry`() throws {
    let journal = try RecordedJournal("trixie")
    var configuration = configuration
    configuration.journal = .directory(journal.path)
    #expect(try result("journal", configuration).verdict == .ok)
  }

  @Test func `a database that can be made is well`() throws {
    #expect(try result("database", configuration).verdict == .ok)
  }

  @Test func `failed mail is a note with the way to see it`() throws {
    var configuration = configuration
    configuration.database = directory.path("a.db")
    let store = try Store(path: configuration.database)
    try store.queue(to: "a", "b")
    try store.settle(.failed(reply: "550"), of: 1, at: .at(0))
    let found = try result("database", configuration)
    #expect(found.verdict == .warning)
    #expect(found.text.hasSuffix(", logins: 1, mails waiting: 1, failed: 1"))
    #expect(found.hint?.contains("state = 'failed'") == true)
  }

  @Test func `another program's file is a failure`() throws {
    var configuration = configuration
    configuration.database = try directory.write(String(repeating: "notes ", count: 500), to: "notes")
    #expect(try result("database", configuration).verdict == .failed)
  }

  @Test func `a template with a mistake is a failure, one without is named`() throws {
    #expect(try result("templates", configuration).verdict == .warning)
    try FileManager.default.createDirectory(atPath: configuration.mail.templates, withIntermediateDirectories: false)
    try directory.write("{{user}}", to: "templates/login.txt")
    #expect(try result("templates", configuration).text == "login.txt from \(configuration.mail.templates)")
    try directory.write("{{#x}}", to: "templates/login.html")
    #expect(try result("templates", configuration).verdict == .failed)
  }

  @Test func `a name in a template that no mail has is told`() throws {
    try FileManager.default.createDirectory(atPath: configuration.mail.templates, withIntermediateDirectories: false)
    try directory.write("{{user}} {{#late}}{{usr}}{{/late}} {{{adress}}}", to: "templates/login.txt")
    let found = try result("templates", configuration)
    #expect(found.verdict == .warning)
    #expect(found.text.hasSuffix("adress, usr"))
  }

  @Test func `files of places are named with their dates, a broken one is a note`() throws {
    var configuration = configuration
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/mmdb").standardized
    configuration.lookup.files = [fixtures.appending(path: "GeoLite2-City-Test.mmdb").path]
    #expect(try result("places", configuration).text.contains("/GeoLite2-City-Test.mmdb (20"))
    configuration.lookup.files = [fixtures.appending(path: "README.md").path]
    #expect(try result("places", configuration).verdict == .warning)
    configuration.lookup.files = []
    #expect(try result("places", configuration).text.hasPrefix("no files and no service"))
  }

  @Test func `a service whose token is missing is a failure`() throws {
    var configuration = configuration
    configuration.lookup.files = []
    configuration.lookup.ipinfo = .lite
    #expect(try result("places", configuration).verdict == .failed)
    configuration.lookup.tokenFile = try directory.write("s3cret", to: "token")
    #expect(try result("places", configuration).text == "from https://api.ipinfo.io/lite")
  }

  @Test func `keys of another machine's users are not named`() throws {
    #expect(try result("keys", configuration).text == "are told by their fingerprints alone")
  }

  @Test func `mail that notifies nobody is a note`() throws {
    #expect(try result("mail", configuration).verdict == .warning)
  }

  @Test func `a server that answers is well, one that does not do TLS where it must is a failure`() throws {
    var configuration = configuration
    let server = try MailServer()
    configuration.mail.servers = [.smtp(host: "127.0.0.1", port: server.port, isImplicitTLS: false)]
    #expect(try result("mail", configuration).verdict == .ok)
    #expect(try server.mails().isEmpty)
    configuration.mail.requiresTLS = true
    #expect(try result("mail", configuration).verdict == .failed)
  }

  @Test func `each server of a list is tried, and the limits are told`() throws {
    var configuration = configuration
    let (server, portOfNobody) = (try MailServer(), try MailServer().port)
    configuration.mail.servers = [portOfNobody, server.port].map {
      .smtp(host: "127.0.0.1", port: $0, isImplicitTLS: false)
    }
    let found = Check(configuration).results().dropFirst(6)
    #expect(found.map(\.subject) == ["mail", "mail", "limits"])
    #expect(found.map(\.verdict) == [.failed, .ok, .ok])
    let limits = try #require(found.last?.text)
    #expect(limits.hasPrefix("mails an hour about one user and network: 30; logins older than 12h in one digest; "))
    #expect(limits.hasSuffix("2m; tried again after 15s, 1m, 5m, 15m, 30m, 1h, given up after 5d"))
  }

  @Test func `where the secret comes from is told, never the secret`() throws {
    var configuration = configuration
    let server = try MailServer()
    configuration.mail.servers = [.smtp(host: "127.0.0.1", port: server.port, isImplicitTLS: false)]
    configuration.mail.username = "alerts"
    #expect(try result("mail", configuration).text.contains("mail.username: no secret for it"))
    let path = try directory.write("s3cret", to: "password")
    configuration.mail.passwordFile = path
    #expect(try result("secret", configuration).text == "of alerts: password from \(path)")
    #expect(!Check(configuration).results().contains { "\($0)".contains("s3cret") })
  }
}
