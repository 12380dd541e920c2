// The grammar of ssh-alertd.yaml: each key, and each mistake with its line.

import Delivery
import Foundation
import Journal
import Store
import TestKit
import Testing

@testable import Daemon

struct ConfigurationFileTests {
  private static let defaults = Configuration(stateDirectory: "/state", hostname: "web1")

  private func parse(_ text: String) throws -> Configuration {
    try Configuration.parse(text, path: "/c.yaml", defaults: Self.defaults)
  }

  private func problems(_ text: String) -> [ConfigurationError.Problem] {
    #expect(throws: ConfigurationError.self) { try parse(text) }?.problems ?? []
  }

  @Test(arguments: ["", "\n", "# nothing\n", "---\n", "mail:\njournal:\n", "{}"])
  func `a file that says nothing leaves the defaults`(text: String) throws {
    #expect(try parse(text) == Self.defaults)
  }

  @Test func `each key is read`() throws {
    let configuration = try parse(
      """
      database: /srv/a.db
      journal:
        directory: /srv/journal
        sshd_executables: [/opt/sshd, /opt/sshd-session]
      mail:
        to: [a@example.org, root]
        from: alerts@example.org
        server: smtp://mail.example.org:25
        starttls: required
        ca_file: /ca.pem
        username: alerts
        password_file: /password
        templates: /templates
      """)
    var expected = Self.defaults
    expected.database = "/srv/a.db"
    expected.journal = .directory("/srv/journal")
    expected.sshdExecutables = ["/opt/sshd", "/opt/sshd-session"]
    expected.mail.recipients = ["a@example.org", "root"]
    expected.mail.sender = "alerts@example.org"
    expected.mail.server = .smtp(host: "mail.example.org", port: 25, isImplicitTLS: false)
    expected.mail.requiresTLS = true
    expected.mail.caFile = "/ca.pem"
    expected.mail.username = "alerts"
    expected.mail.passwordFile = "/password"
    expected.mail.templates = "/templates"
    #expect(configuration == expected)
  }

  @Test(arguments: [("400d", 400), ("1d", 1), ("52w", 364), ("65535w", 458_745), ("forever", nil)])
  func `rows are kept for days, weeks or for ever`(text: String, days: Double?) throws {
    let retention = try parse(
      "retention:\n  logins: \(text)\n  sent_mail: \(text)\n  failed_attempts: \(text)\n"
    ).retention
    let seconds = days.map { $0 * 86_400 }
    #expect(retention.logins == seconds)
    #expect(retention.sentMail == seconds)
    #expect(retention.failedAttempts == seconds)
  }

  @Test func `what is not said of rows is the default`() throws {
    var expected = Self.defaults
    expected.retention.sentMail = 7 * 86_400
    #expect(try parse("retention:\n  sent_mail: 7d\n") == expected)
    #expect(try parse("retention:\n") == Self.defaults)
  }

  @Test(arguments: [
    "400", "d", "0d", "-1d", "1.5d", "1 d", "1h", "12m", "1y", "65536d", "for ever", "never", "FOREVER", "0", "+1dd",
  ]) func `another span is an error with its line and the remedy`(text: String) {
    let found = problems("retention:\n  logins: 7d\n  sent_mail: \(text)\n")
    #expect(found.map(\.line) == [3])
    let words = "must be a span such as '400d' or '52w', at least a day, or 'forever', not '\(text)'"
    #expect(found.first?.text == "'retention.sent_mail' \(words)")
  }

  @Test(arguments: ["retention: 7d", "retention:\n  logins:", "retention:\n  logins: [7d]", "retention:\n  mail: 7d"])
  func `retention holds spans by name`(text: String) {
    #expect(problems(text).count == 1)
  }

  @Test func `one recipient needs no list, and starttls can be off`() throws {
    let configuration = try parse("mail:\n  to: a@example.org\n  server: smtp://localhost\n  starttls: never\n")
    #expect(configuration.mail.recipients == ["a@example.org"])
    #expect(configuration.mail.requiresTLS == false)
  }

  @Test(arguments: [
    ("database: /a\nmial:\n  to: a@b\n", 2, "unknown key 'mial'"), ("mail:\n  too: a@b\n", 2, "unknown key 'mail.too'"),
    ("mail:\n  starttls: never\n  server:\n    host: x\n", 4, "'mail.server' must be text"),
    ("1: x\n", 1, "unknown key '1'"), ("to: a@b\n", 1, "unknown key 'to'"),
  ]) func `a key that is not known is an error with its line`(text: String, line: Int, start: String) {
    let problem = problems(text).first
    #expect(problem?.text.hasPrefix(start) == true, "\(problem?.text ?? "")")
    #expect(problem?.line == line)
  }

  @Test func `an unknown key is told which there are`() {
    #expect(problems("journal:\n  dir: /x\n").first?.text.contains("journal.directory") == true)
  }

  @Test(arguments: [
    "database: relative", "database:", "database: ''", "database: [/a]", "database: {a: b}", "journal: /x", "mail: [a]",
    "text", "- a", "journal:\n  directory: x", "mail:\n  to: []", "mail:\n  to:",
    "mail:\n  to: [a@b, '']", "mail:\n  to: a b", "mail:\n  to: 'a@b, c@d'", "mail:\n  to: '<a@b>'",
    "mail:\n  to: a@b@c",
    "mail:\n  to: '@b'", "mail:\n  to: jörg@example.org", "mail:\n  to: \"a@b\\r\\nRCPT\"", "mail:\n  from: [a@b]",
    "mail:\n  server: mail.example.org\n  to: a@b", "mail:\n  starttls: true", "mail:\n  starttls: no",
    "mail:\n  ca_file: ca.pem", "mail:\n  username:", "mail:\n  templates: ./t",
  ]) func `a value of the wrong kind is an error`(text: String) {
    #expect(problems(text).count == 1)
    #expect(problems(text).first?.line != nil)
  }

  @Test func `all mistakes are told at once, in the order of the file`() {
    let found = problems("mail:\n  to: []\n  starttls: perhaps\ndatabase: x\nnonsense: 1\n")
    #expect(found.map(\.line) == [2, 3, 4, 5])
  }

  @Test(arguments: [
    ("mail:\n  starttls: never\n  username: a\n  password_file: /p\n", 2, "'never' would send the password in clear"),
    ("mail:\n  server: smtp://mail.example.org\n", 2, "'mail.server' needs 'mail.to'"),
    ("mail:\n  username: a\n", 2, "'mail.username' needs 'mail.password_file'"),
    ("mail:\n  password_file: /p\n", 2, "'mail.password_file' needs 'mail.username'"),
  ]) func `keys that do not go together are an error`(text: String, line: Int, start: String) {
    #expect(problems(text).map(\.line) == [line])
    #expect(problems(text).first?.text.hasPrefix(start) == true)
  }

  @Test(arguments: [("database: /a\ndatabase: /b\n", 2), ("mail:\n  to: a@b\n  to: c@d\n", 3)])
  func `a key that occurs twice is an error`(text: String, line: Int) {
    let problem = problems(text).first
    #expect(problem?.text.contains("more than once") == true)
    #expect(problem?.line != nil)
  }

  @Test(arguments: [("a: [\n", nil), ("mail:\n\tto: a@b\n", 2), ("a: 'x\n", nil), ("database: /a\nb: c: d\n", 2)])
  func `what is no YAML is an error with its line`(text: String, line: Int?) {
    let problem = problems(text).first
    #expect(problem?.text.hasPrefix("no valid YAML: ") == true)
    #expect(problem?.line != nil)
    if let line { #expect(problem?.line == line) }
  }

  @Test func `a mistake is said as file, line and words`() {
    let error = #expect(throws: ConfigurationError.self) { try parse("database: /a\nx: 1\n") }
    #expect(error?.description.hasPrefix("/c.yaml:2: unknown key 'x'") == true)
  }

  @Test func `a recipient that is named twice is a mistake`() {
    #expect(problems("mail:\n  to: [a@b, c@d, a@b]\n").first?.text.contains("'a@b' twice") == true)
  }

  @Test func `mail is kept beside the database, wherever that is`() throws {
    let configuration = try parse("database: /srv/record.db\n")
    #expect(configuration.mail.server == .maildir(path: "/srv/mail"))
  }

  @Test func `a file that is named must be there and be text`() throws {
    let directory = try TemporaryDirectory()
    let missing = #expect(throws: ConfigurationError.self) { try Configuration.load(directory.path("none.yaml")) }
    #expect(missing?.description.contains("none.yaml: cannot read the file") == true)
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: directory.path("bytes.yaml")))
    #expect(throws: ConfigurationError.self) { try Configuration.load(directory.path("bytes.yaml")) }
    let path = try directory.write("database: /srv/a.db\n", to: "good.yaml")
    #expect(try Configuration.load(path).database == "/srv/a.db")
  }
}
