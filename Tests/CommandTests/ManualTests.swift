// ssh-alertd(8): what the command can do is in its manual, and nothing else is.

import ArgumentParser
import Daemon
import Foundation
import Testing

@testable import ssh_alertd

struct ManualTests {
  private let page: String

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/ssh-alertd.8")
    page = try String(contentsOf: file, encoding: .utf8)
  }

  /// A command that does something by itself, as its help describes it.
  private struct Described {
    /// `queue show`.
    var name: String
    /// `--format`; those of all commands are left out.
    var options: Set<String>
    /// What may stand after them, where that is a choice.
    var words: [String]
  }

  private func commands(_ type: any ParsableCommand.Type = SSHAlertd.self) -> [Described] {
    let below = type.configuration.subcommands
    guard below.isEmpty else { return below.flatMap { commands($0) } }
    let help = SSHAlertd.helpMessage(for: type, columns: 500)
    let usage = help.firstMatch(of: /USAGE: ssh-alertd ([a-z-]+(?: [a-z]+)?)/)
    let options = help.matches(of: /(?m)^  (?:-., )?(--[a-z-]+)/).map { String($0.1) }
    let words = help.matches(of: /values: ([a-z, ]+)/).flatMap { $0.1.split(separator: ", ").map(String.init) }
    return [
      Described(
        name: usage.map { String($0.1) } ?? "", options: Set(options).subtracting(["--version", "--help"]),
        words: words)
    ]
  }

  /// The options in the synopsis of each command.
  private func synopsis() -> [String: Set<String>] {
    let section = page.split(separator: "\n.Sh ").first { $0.hasPrefix("SYNOPSIS") } ?? ""
    let blocks = section.split(separator: "\n.Nm\n").dropFirst().filter { $0.hasPrefix(".Cm ") }
    let named = blocks.map { block in
      let lines = block.split(separator: "\n")
      let more = lines.dropFirst().first.flatMap { $0.wholeMatch(of: /\.Op Cm ([a-z]+)/) }.map { " \($0.1)" } ?? ""
      let options = block.matches(of: /Fl (-[a-z-]+)/).map { "-\($0.1)" }
      return (lines[0].dropFirst(4) + more, Set(options))
    }
    return Dictionary(uniqueKeysWithValues: named.map { (String($0.0), $0.1) })
  }

  @Test func `the synopsis has each command with its options, and no other`() {
    let described = Dictionary(uniqueKeysWithValues: commands().map { ($0.name, $0.options) })
    #expect(described.count > 10)
    var written = synopsis()
    #expect(written.removeValue(forKey: "help") == [])
    #expect(written == described)
  }

  @Test func `each command and each option is described`() throws {
    for command in commands() {
      let words = command.name.split(separator: " ")
      #expect(page.contains("\n.Ss \(words[0])\n"), "\(command.name)")
      #expect(words.count == 1 || page.contains("\n.It Cm \(words[1])"), "\(command.name)")
      for option in command.options {
        let item = try Regex("\\n\\.It .*Fl \(option.dropFirst())\\b")
        #expect(page.contains(item), "\(command.name) \(option)")
      }
      for word in command.words {
        let macro = try Regex("\\n\\.(Cm|Op) .*\\b\(word)\\b")
        #expect(page.contains(macro), "\(command.name) \(word)")
      }
    }
  }

  @Test func `each field of the log is described`() {
    for field in LogField.allCases { #expect(page.contains("\n.It Ev \(field.rawValue)\n")) }
  }

  @Test func `each exit status is described`() {
    for status in [Complaint.Status.failure, .configuration] { #expect(page.contains("\n.It \(status.rawValue)\n")) }
    #expect(page.contains("\n.It \(ExitCode.validationFailure.rawValue)\n"))
  }
}
