// Walks through ssh-alertd.yaml. What is not in the table of keys is an error, because a key that is misspelt would otherwise
// silence alerts without a word.

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
      if ConfigurationKeys.sections.contains(name) {
        if value.null == nil { read(value, under: name + ".") }
      } else if let set = ConfigurationKeys.all[name] {
        do { try set(&configuration, value) } catch {
          let line = (error as? ValueError)?.line ?? value.mark?.line
          problems.append(.init(line: line, text: "'\(name)' \(error)"))
        }
      } else {
        complain(key, "unknown key '\(name)'; known here: \(Self.known(under: prefix))")
      }
    }
  }

  private mutating func complain(_ node: Node, _ text: String) {
    problems.append(.init(line: node.mark?.line, text: text))
  }

  private static func known(under prefix: String) -> String {
    (Array(ConfigurationKeys.all.keys) + ConfigurationKeys.sections).filter {
      $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains(".")
    }.sorted()
      .map { "'\($0)'" }.joined(separator: ", ")
  }

  /// The same for what no key can tell alone; the file names its line.
  mutating func complain(_ key: String, _ text: String) {
    problems.append(.init(line: lines[key], text: text))
  }

  /// True where the file has this key.
  func says(_ key: String) -> Bool { lines[key] != nil }
}
