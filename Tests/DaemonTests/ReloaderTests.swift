// A configuration that is read again: taken over as a whole, or refused with its words.

import Systemd
import TestKit
import Testing

@testable import Daemon

struct ReloaderTests {
  private let directory: TemporaryDirectory
  private let log = LogLines()
  private let applied = Inbox<Configuration>()

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func reload(
    _ text: String, apply: @escaping @Sendable (Configuration) throws -> Void = { _ in }
  ) throws {
    let path = directory.path("ssh-alertd.yaml")
    try directory.write("mail:\n  to: me@example.org\n", to: "ssh-alertd.yaml")
    let current = try Configuration.load(path)
    try directory.write(text, to: "ssh-alertd.yaml")
    let applied = applied
    Reloader(
      current: current, load: { try Configuration.load(path) },
      apply: {
        try apply($0)
        applied.put($0)
      }, manager: ServiceManager(), logger: log.logger
    ).reload()
  }

  @Test func `a good configuration is applied`() throws {
    try reload("mail:\n  to: you@example.org\n  server: smtp://mail.example.org\n")
    #expect(applied.take()?.mail.recipients == ["you@example.org"])
    let words = "mail goes to you@example.org by smtp://mail.example.org:587"
    #expect(log.all == ["notice: configuration read again: \(words)"])
  }

  @Test func `a bad configuration is refused with its words, on one line`() throws {
    try reload("mail:\n  too: you@example.org\n  server: rubbish\n")
    #expect(applied.take() == nil)
    let line = try #require(log.all.first)
    #expect(log.all.count == 1)
    let path = directory.path("ssh-alertd.yaml")
    #expect(line.hasPrefix("error: configuration refused, the old one goes on: \(path):2: "))
    #expect(line.contains("; \(path):3: "))
    #expect(!line.contains("\n"))
  }

  @Test func `what cannot be used is refused as well`() throws {
    let problem = ConfigurationError(path: "/secret", problems: [.init(line: nil, text: "too open")])
    try reload("mail:\n  to: you@example.org\n") { _ in throw problem }
    #expect(applied.take() == nil)
    #expect(log.all == ["error: configuration refused, the old one goes on: /secret: too open"])
  }

  @Test(arguments: [
    ("database: /tmp/other.db\n", "'database'"), ("journal:\n  directory: /tmp\n", "'journal.directory'"),
    ("database: /tmp/other.db\njournal:\n  directory: /tmp\n", "'database', 'journal.directory'"),
  ]) func `another database or journal needs a restart`(text: String, keys: String) throws {
    try reload(text)
    #expect(applied.take() == nil)
    let words = "a change of \(keys) needs a restart: systemctl restart ssh-alertd"
    #expect(log.all == ["error: configuration refused, the old one goes on: \(words)"])
  }
}
