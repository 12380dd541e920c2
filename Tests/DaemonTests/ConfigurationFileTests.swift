// The grammar of ssh-alertd.yaml: each key, and each mistake with its line.

import Alerts
import Delivery
import Foundation
import Journal
import Store
import TestKit
import Testing
import Yams

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
    expected.mail.servers = [.smtp(host: "mail.example.org", port: 25, isImplicitTLS: false)]
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
    "mail:\n  to: '@b'", "mail:\n  to: jörg@@example.org", "mail:\n  to: \"a@b\\r\\nRCPT\"", "mail:\n  from: [a@b]",
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
    ("mail:\n  server: smtp://mail.example.org\n", 2, "'mail.server' needs 'mail.to'"),
    ("mail:\n  password_file: /p\n", 2, "'mail.password_file' needs 'mail.username'"),
  ]) func `keys that do not go together are an error`(text: String, line: Int, start: String) {
    #expect(problems(text).map(\.line) == [line])
    #expect(problems(text).first?.text.hasPrefix(start) == true)
  }

  private static let server = "mail:\n  to: a@b\n  server: smtp://mail.example.org\n"

  @Test func `each key about mail servers is read`() throws {
    let mail = try parse(
      """
      mail:
        to: [a@example.org]
        server: [smtp://a.example.org, smtps://b.example.org]
        username: alerts
        auth: xoauth2
        token_command: [/usr/local/bin/token, "a b", ""]
        client_key: /key.pem
        client_certificate: /cert.pem
        timeout: 90s
        retry_after: [1s, 5m, 1d]
        give_up_after: 2d
        hourly_limit: 7
        late_after: 90m
      """
    ).mail
    #expect(mail.servers == [RelayAddress("smtp://a.example.org:587"), RelayAddress("smtps://b.example.org:465")])
    #expect(mail.mechanism == .xoauth2)
    #expect(mail.tokenCommand == ["/usr/local/bin/token", "a b", ""])
    #expect(mail.clientCertificate == .init(certificate: "/cert.pem", key: "/key.pem"))
    #expect(mail.limits == .init(connect: .seconds(30), total: .seconds(90), silence: .seconds(45)))
    #expect(mail.schedule.waits == [.seconds(1), .seconds(300), .seconds(86_400)])
    #expect(mail.schedule.patience == .seconds(2 * 86_400))
    #expect(mail.schedule.jitter == RetrySchedule.standard.jitter)
    #expect(mail.limit.mailsAnHour == 7)
    #expect(mail.limit.lateAfter == 5400)
  }

  @Test func `the file that is shipped says what the defaults are`() throws {
    let shipped = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../etc/ssh-alertd.yaml")
    let text = try String(contentsOf: shipped, encoding: .utf8)
    #expect(try parse(text) == Self.defaults)
    // After the '#' a key stands at its place; words have a '#' of their own, or a single blank before them.
    let lines = text.split(separator: "\n").map { $0.dropFirst() }
    let keys = lines.filter {
      !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("#") && (!$0.hasPrefix(" ") || $0.hasPrefix("  "))
    }
    var reader = ConfigurationReader(configuration: Self.defaults)
    reader.read(try #require(try compose(yaml: keys.joined(separator: "\n"))))
    #expect(ConfigurationKeys.all.keys.filter { !reader.says($0) } == [])
    let (said, expected) = (reader.configuration, Self.defaults)
    #expect(said.retention == expected.retention)
    #expect(said.mail.limits == expected.mail.limits)
    #expect(said.mail.schedule == expected.mail.schedule)
    #expect(said.mail.limit == expected.mail.limit)
    #expect(said.mail.templates == expected.mail.templates)
    #expect(said.otherMail == expected.otherMail)
  }

  @Test func `other mail is off unless it is asked for`() throws {
    let none = try parse("alerts:\n  logout: no\n  failures: never\n  weekly: no\n").otherMail
    #expect(none == OtherMail())
    #expect(none == Self.defaults.otherMail)
    let all = try parse("alerts:\n  logout: yes\n  failures: 100\n  weekly: yes\n").otherMail
    #expect((all.logouts, all.failures, all.isWeekly) == (true, 100, true))
  }

  @Test(arguments: ["0", "1000001", "-1", "1e3", "many", "[10]", "", "yes"])
  func `a burst is a number`(text: String) {
    #expect(problems("alerts:\n  failures: \(text)\n").map(\.line) == [2])
    #expect(problems("alerts:\n  failures: \(text)\n").first?.text.hasPrefix("'alerts.failures' must be ") == true)
  }

  @Test(arguments: ["logout: perhaps", "weekly: monday", "weekly: 1", "logout: never"])
  func `the others are on or off`(text: String) {
    #expect(problems("alerts:\n  \(text)\n").map(\.line) == [2])
  }

  @Test func `a token may come from a file, and the key may be in the certificate's file`() throws {
    let mail = try parse("mail:\n  username: a\n  token_file: /t\n  client_certificate: /c.pem\n").mail
    #expect(mail.tokenFile == "/t")
    #expect(mail.clientCertificate == .init(certificate: "/c.pem", key: "/c.pem"))
  }

  @Test(arguments: [("plain", SMTPSettings.Mechanism.plain), ("login", .login), ("cram-md5", .cramMD5)])
  func `a mechanism can be asked for`(word: String, mechanism: SMTPSettings.Mechanism) throws {
    #expect(try parse("mail:\n  username: a\n  auth: \(word)\n").mail.mechanism == mechanism)
  }

  @Test(arguments: [("1s", 1, 1, 1), ("2m", 120, 60, 30), ("3s", 3, 1, 3), ("10m", 600, 300, 30)])
  func `all limits follow from one`(text: String, total: Int, silence: Int, connect: Int) throws {
    let limits = try parse("mail:\n  timeout: \(text)\n").mail.limits
    #expect(limits == .init(connect: .seconds(connect), total: .seconds(total), silence: .seconds(silence)))
  }

  @Test func `limits on mail can be lifted`() throws {
    let limit = try parse("mail:\n  hourly_limit: none\n  late_after: never\n").mail.limit
    #expect(limit.mailsAnHour == nil)
    #expect(limit.lateAfter == nil)
  }

  @Test(arguments: [
    "server: []", "server: [smtp://a, 'smtp://A:587']", "server: [smtp://a, 'maildir:/x']", "server: [smtp://a, b]",
    "server: smtp://u:p@a", "auth: md5", "auth: PLAIN", "auth:", "token_file: t", "token_command: token",
    "token_command: []", "token_command: /bin/token a", "token_command: [bin/token]", "token_command: {a: b}",
    "token_command: [/bin/token, [a]]", "token_command: [/bin/token, ~]", "client_certificate: c.pem",
    "timeout: 0s", "timeout: 11m", "timeout: 60", "timeout: 1h", "timeout: [1m]", "timeout: +5s", "timeout: 500ms",
    "retry_after: []", "retry_after: [1s, 2d]", "retry_after: [0s]", "retry_after: 15", "give_up_after: 59m",
    "give_up_after: 31d", "give_up_after: never", "hourly_limit: 0", "hourly_limit: 1001", "hourly_limit: -1",
    "hourly_limit: 30h", "hourly_limit: never", "hourly_limit: '+3'", "late_after: 0", "late_after: 30s",
    "late_after: none",
    "late_after: 99999999999d", "retry_after: [\(Array(repeating: "1s", count: 21).joined(separator: ", "))]",
  ]) func `a wrong value about mail is an error with its line`(text: String) {
    let found = problems("mail:\n  to: a@b\n  \(text)\n")
    #expect(found.map(\.line) == [3])
    #expect(found.first?.text.hasPrefix("'mail.\(text.prefix { $0 != ":" })' ") == true)
  }

  @Test(arguments: [
    ("starttls: never\n  username: a", 4, "'never' would send the password or token in clear"),
    ("client_certificate: /c\n  starttls: never", 5, "'never' leaves 'mail.client_certificate' unused"),
    ("client_key: /k", 4, "'mail.client_key' needs 'mail.client_certificate'"),
    ("token_file: /t", 4, "'mail.token_file' needs 'mail.username'"),
    ("token_command: /t", 4, "'mail.token_command' needs 'mail.username'"),
    ("auth: plain", 4, "'mail.auth' needs 'mail.username'"),
    ("username: a\n  password_file: /p\n  token_file: /t", 6, "'mail.password_file' and 'mail.token_file' do not go"),
    ("username: a\n  token_command: /p\n  token_file: /t", 5, "'mail.token_file' and 'mail.token_command' do not go"),
    (
      "username: a\n  auth: xoauth2\n  password_file: /p", 5,
      "'mail.auth' does not go together with 'mail.password_file'"
    ),
    ("username: a\n  auth: login\n  token_file: /t", 5, "'mail.auth' does not go together with 'mail.token_file'"),
  ]) func `secrets that contradict each other are an error`(text: String, line: Int, start: String) {
    let found = problems("\(Self.server)  \(text)\n")
    #expect(found.map(\.line) == [line])
    #expect(found.first?.text.hasPrefix(start) == true, "\(found.first?.text ?? "")")
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
    #expect(configuration.mail.servers == [.maildir(path: "/srv/mail")])
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
