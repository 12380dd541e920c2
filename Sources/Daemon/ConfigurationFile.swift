// The grammar of ssh-alertd.yaml: one table of keys. Yams gives each value with its line; what the table does not know is an
// error, because a key that is misspelt would otherwise silence alerts without a word.

import Foundation
import Delivery
import Journal
import Yams

extension Configuration {
  /// Reads a file over the defaults.
  /// - Parameter path: nil for the default path, which need not exist.
  /// - Throws: `ConfigurationError`.
  public static func load(_ path: String?) throws -> Configuration {
    let file = path ?? defaultPath
    do {
      return try parse(String(contentsOfFile: file, encoding: .utf8), path: file)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile && path == nil {
      return Configuration()
    } catch let error as CocoaError {
      let reason = (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
      let text = "cannot read the file: \(reason ?? error.localizedDescription)"
      throw ConfigurationError(path: file, problems: [.init(line: nil, text: text)])
    }
  }

  /// Reads the text of a file over the defaults.
  /// - Throws: `ConfigurationError` with all that is wrong.
  public static func parse(
    _ text: String, path: String, defaults: Configuration = Configuration()
  ) throws(ConfigurationError) -> Configuration {
    var reader = ConfigurationReader(configuration: defaults)
    do {
      if let root = try compose(yaml: text) { reader.read(root) }
    } catch {
      reader.problems = [Self.problem(error)]
    }
    guard reader.problems.isEmpty else {
      throw ConfigurationError(path: path, problems: reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    return reader.configuration
  }

  private static func problem(_ error: any Error) -> ConfigurationError.Problem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .init(line: mark.line, text: "no valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      .init(line: context.mark.line, text: "key '\(duplicates.joined(separator: "', '"))' occurs more than once")
    default: .init(line: nil, text: "no valid YAML: \(error)")
    }
  }
}

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

  private static let sections: Set<String> = ["journal", "mail"]

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
