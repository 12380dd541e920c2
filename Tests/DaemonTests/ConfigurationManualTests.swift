// ssh-alertd.yaml(5), etc/ssh-alertd.yaml and README: each key is in all of them, with its default.

import Alerts
import Foundation
import TestKit
import Testing
import Yams

@testable import Daemon

struct ConfigurationManualTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// What the page says of each key.
  private struct Entry {
    var isExample: Bool
    var value: String
  }

  private func entries() throws -> [String: Entry] {
    let item = /\.It Cm ([a-z_.]+)\n(?:[^.].*\n|\.Pp\n)*?(Default|Example):\n\.Ql "(.*)"\n/
    let section = try text("docs/ssh-alertd.yaml.5").split(separator: "\n.Sh ").first { $0.hasPrefix("KEYS\n") }
    return try #require(section).matches(of: item).reduce(into: [:]) { entries, match in
      let value = match.3.replacing("\"\"", with: "\"")
      entries[String(match.1)] = Entry(isExample: match.2 == "Example", value: String(value))
    }
  }

  @Test func `the page is what is made of its sources`() throws {
    let made = try Command.run("python3", [Self.root.appending(path: "docs/manual.py").path])
    #expect(try text("docs/ssh-alertd.yaml.5") == String(decoding: made, as: UTF8.self), "make man makes it anew")
  }

  @Test func `each key is in the manual, and nothing else is`() throws {
    #expect(try Set(entries().keys) == Set(ConfigurationKeys.all.keys))
  }

  @Test func `each key is in README's table`() throws {
    let readme = try text("README.md")
    for key in ConfigurationKeys.all.keys { #expect(readme.contains("`\(key)`"), "\(key)") }
  }

  @Test func `what is called a default is the default, and an example is another value`() throws {
    let defaults = Configuration(stateDirectory: "/var/lib/ssh-alertd", hostname: "HOSTNAME")
    for (key, entry) in try entries() {
      // Where nothing is said, a server on a loopback address needs no TLS.
      if key == "mail.starttls" { continue }
      let set = try #require(ConfigurationKeys.all[key])
      var configuration = defaults
      try set(&configuration, #require(try compose(yaml: entry.value)))
      #expect((configuration != defaults) == entry.isExample, "\(key)")
    }
  }

  @Test func `each word of a rule is in the manual`() throws {
    let page = try text("docs/ssh-alertd.yaml.5")
    for kind in News.allCases { #expect(page.contains("\n.It Cm \(kind.rawValue)\n"), "\(kind)") }
    for word in Node.wordsOfRules {
      let item = try Regex("\\n\\.It Cm .*\\b\(word)\\b")
      #expect(page.contains(item), "\(word)")
    }
  }
}
