// `ssh-alertd check`: tries each thing that the daemon needs, and says in a line what is right or what to do.

import Alerts
import Foundation
import Journal
import Sessions
import Store

/// Looks at what a daemon with this configuration would need. Changes nothing, sends no mail.
public struct Check {
  let configuration: Configuration

  /// Takes the configuration.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Looks at everything, one after the other.
  public func results() -> [CheckResult] {
    [journal(), logLevel(), database(), templates()] + lookups() + mail()
  }

  private func journal() -> CheckResult {
    do {
      let files = try configuration.journal.checkAccess()
      guard files > 0 else {
        return CheckResult(
          subject: "journal", verdict: .warning, text: "'\(configuration.journal)' is empty",
          hint: "see whether systemd-journald runs: systemctl status systemd-journald")
      }
      let end = try Follower.end(of: configuration.journal, at: Date())
      let text = "'\(configuration.journal)', readable files: \(files), last entry \(end.at.date.formatted(.iso8601))"
      guard configuration.journal.isVolatile else {
        return CheckResult(subject: "journal", verdict: .ok, text: text)
      }
      return CheckResult(
        subject: "journal", verdict: .warning,
        text: text + "; it is kept in memory: logins that are not read yet when the machine goes down are lost",
        hint: "keep it on the disk: mkdir /var/log/journal, then journalctl --flush")
    } catch {
      return CheckResult(subject: "journal", verdict: .failed, text: "cannot read \(error)", hint: error.hint)
    }
  }

  private func logLevel() -> CheckResult {
    switch configuration.sshdLogLevel {
    case .enough(let level):
      CheckResult(subject: "sshd", verdict: .ok, text: "LogLevel \(level) outside of Match blocks: it says who logs in")
    case .tooLow(let level):
      CheckResult(
        subject: "sshd", verdict: .failed, text: "LogLevel \(level): it does not say who logs in, so nobody is seen",
        hint: "set LogLevel INFO or VERBOSE in /etc/ssh/sshd_config, then reload sshd")
    case .unknown(let reason):
      CheckResult(
        subject: "sshd", verdict: .warning, text: "its LogLevel is unknown, below INFO no login is seen: \(reason)",
        hint: "ask it as root: sudo sshd -T | grep -i loglevel")
    }
  }

  private func database() -> CheckResult {
    let path = configuration.database
    guard FileManager.default.fileExists(atPath: path) else { return newDatabase(path) }
    do {
      let store = try Store.reading(path: path)
      let outbox = try store.outboxCounts()
      return CheckResult(
        subject: "database", verdict: outbox.failed > 0 ? .warning : .ok,
        text: "\(path), logins: \(try store.loginCount()), mails waiting: \(outbox.due), failed: \(outbox.failed)",
        hint: outbox.failed > 0 ? "sqlite3 \(path) \"SELECT * FROM outbox WHERE state = 'failed'\"" : nil)
    } catch {
      return CheckResult(subject: "database", verdict: .failed, text: "\(error)", hint: (error as? StoreError)?.hint)
    }
  }

  /// The nearest directory that exists must be one in which the rest can be made.
  private func newDatabase(_ path: String) -> CheckResult {
    var directory = URL(filePath: path).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: directory.path), directory.path != "/" {
      directory.deleteLastPathComponent()
    }
    let isWritable = FileManager.default.isWritableFile(atPath: directory.path)
    return CheckResult(
      subject: "database", verdict: isWritable ? .ok : .failed,
      text: isWritable ? "\(path): will be made" : "cannot write to '\(directory.path)', where \(path) belongs",
      hint: isWritable ? nil : "make the directory, and give it to the user that runs ssh-alertd")
  }

  private func templates() -> CheckResult {
    let directory = configuration.mail.templates
    if directory != Configuration().mail.templates, !FileManager.default.fileExists(atPath: directory) {
      return CheckResult(
        subject: "templates", verdict: .warning, text: "'\(directory)' does not exist, the embedded ones are used",
        hint: "mend mail.templates, or remove it")
    }
    do {
      return try templates(in: TemplateDirectory(path: directory))
    } catch {
      return CheckResult(
        subject: "templates", verdict: .failed, text: "\(error)", hint: "mend it, or remove it to use the embedded one")
    }
  }

  private func templates(in directory: TemplateDirectory) throws(ConfigurationError) -> CheckResult {
    _ = try directory.templates()
    let own = try directory.own()
    let unknown = own.reduce(into: Set()) { $0.formUnion($1.key.unknownNames(in: $1.value)) }
    guard unknown.isEmpty else {
      return CheckResult(
        subject: "templates", verdict: .warning,
        text: "in \(directory.path) there are names that no mail has: \(unknown.sorted().joined(separator: ", "))",
        hint: "README lists the names; these would be left empty")
    }
    let names = own.keys.map(\.rawValue).sorted().joined(separator: ", ")
    return CheckResult(
      subject: "templates", verdict: .ok, text: own.isEmpty ? "the embedded ones" : "\(names) from \(directory.path)")
  }
}
