// The keys of ssh-alertd.yaml, in one table. What it does not know is an error, because a key that is misspelt would otherwise
// silence alerts without a word.

import Delivery
import Journal
import Store
import Yams

/// Walks the tree of a file and notes what it says and what is wrong with it.
struct ConfigurationReader {
  var configuration: Configuration
  var problems: [ConfigurationError.Problem] = []
  private var lines: [String: Int] = [:]

  init(configuration: Configuration) {
    self.configuration = configuration
  }

  mutating func read(_ root: Node) {
    guard root.null == nil else { return }
    read(root, under: "")
    if problems.isEmpty { checkTogether() }
  }

  private mutating func read(_ node: Node, under prefix: String) {
    guard let mapping = node.mapping else {
      let what = prefix.isEmpty ? "the file" : "'\(prefix.dropLast())'"
      return complain(node, "\(what) must hold keys and values, such as 'mail:' and below it '  to: [you@example.org]'")
    }
    for (key, value) in mapping {
      let name = prefix + (key.string ?? "")
      lines[name] = key.mark?.line
      if Self.sections.contains(name) {
        if value.null == nil { read(value, under: name + ".") }
      } else if let set = Self.keys[name] {
        do { try set(&configuration, value) } catch { complain(value, "'\(name)' \(error)") }
      } else {
        complain(key, "unknown key '\(name)'; known here: \(Self.known(under: prefix))")
      }
    }
  }

  private mutating func complain(_ node: Node, _ text: String) {
    problems.append(.init(line: node.mark?.line, text: text))
  }

  private static let sections: Set<String> = ["journal", "mail", "retention"]

  private static func known(under prefix: String) -> String {
    (Array(keys.keys) + sections).filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains(".") }.sorted()
      .map { "'\($0)'" }.joined(separator: ", ")
  }

  private typealias Setter = @Sendable (inout Configuration, Node) throws -> Void

  private static let keys: [String: Setter] = [
    "journal.directory": { configuration, node in configuration.journal = .directory(try node.absolutePath()) },
    "journal.sshd_executables": { configuration, node in
      configuration.sshdExecutables = try node.list { try $0.absolutePath() }
    },
    "database": { configuration, node in configuration.database = try node.absolutePath() },
    "retention.logins": { configuration, node in configuration.retention.logins = try node.age() },
    "retention.sent_mail": { configuration, node in configuration.retention.sentMail = try node.age() },
    "retention.failed_attempts": { configuration, node in configuration.retention.failedAttempts = try node.age() },
    "mail.to": { configuration, node in configuration.mail.recipients = try node.recipients() },
    "mail.from": { configuration, node in configuration.mail.sender = try node.mailAddress() },
    "mail.server": { configuration, node in configuration.mail.server = try node.relay() },
    "mail.starttls": { configuration, node in
      configuration.mail.requiresTLS = try node.choice(["required": true, "never": false])
    },
    "mail.ca_file": { configuration, node in configuration.mail.caFile = try node.absolutePath() },
    "mail.username": { configuration, node in configuration.mail.username = try node.text() },
    "mail.password_file": { configuration, node in configuration.mail.passwordFile = try node.absolutePath() },
    "mail.templates": { configuration, node in configuration.mail.templates = try node.absolutePath() },
  ]

  /// What no key can tell alone.
  private mutating func checkTogether() {
    if lines["mail.server"] == nil { configuration.keepMailBesideDatabase() }
    let mail = configuration.mail
    if !configuration.notifiesNobody, lines["mail.to"] == nil {
      complain(
        "mail.server", "'mail.server' needs 'mail.to': name at least one recipient, such as 'to: [you@example.org]'")
    }
    if mail.requiresTLS == false, mail.passwordFile != nil {
      complain("mail.starttls", "'never' would send the password in clear; use 'required', or remove the password")
    }
    if (lines["mail.username"] == nil) != (lines["mail.password_file"] == nil) {
      let isNamed = lines["mail.username"] != nil
      let (there, missing) = isNamed ? ("username", "password_file") : ("password_file", "username")
      complain("mail.\(there)", "'mail.\(there)' needs 'mail.\(missing)' beside it")
    }
  }

  private mutating func complain(_ key: String, _ text: String) {
    problems.append(.init(line: lines[key], text: text))
  }
}
