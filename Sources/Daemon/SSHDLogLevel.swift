// Whether sshd says who logs in: below LogLevel INFO it does not (sshd_config(5)), and nobody who reads its log can see a login.

import Foundation
import Journal
import Processes
import Sessions

/// What is known of sshd's LogLevel.
enum SSHDLogLevel: Equatable {
  /// Logins are logged.
  case enough(String)
  /// They are not.
  case tooLow(String)
  /// It cannot be told, for this reason.
  case unknown(String)

  /// Reads what `sshd -T` prints: a keyword and its value a line, in lower case.
  init(effectiveSettings text: String) {
    let line = text.split(separator: "\n").first { $0.lowercased().hasPrefix("loglevel ") }
    guard let level = line?.split(separator: " ").last?.uppercased() else {
      self = .unknown("sshd does not tell its LogLevel")
      return
    }
    self = Self.silent.contains(level) ? .tooLow(level) : .enough(level)
  }

  /// `sshd -T` calls QUIET by its other name (log.c, `log_levels`).
  private static let silent: Set<String> = ["SILENT", "QUIET", "FATAL", "ERROR"]

  /// Asks sshd, which needs root for it: it reads its host keys first (sshd(8), `-T`).
  static func ask(_ executables: [String]) -> SSHDLogLevel {
    guard geteuid() == 0 else { return .unknown("only root can ask sshd for it") }
    guard let sshd = executables.first(where: FileManager.default.isExecutableFile) else {
      return .unknown("no sshd is installed where it is looked for")
    }
    do {
      let outcome = try BoundedCommand([sshd, "-T"], patience: patience, outputLimit: 256 * 1024).run()
      let text = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
      guard outcome.end == .exited(0) else { return .unknown("'\(sshd) -T' says: \(text.printable(limit: 300))") }
      return SSHDLogLevel(effectiveSettings: text)
    } catch {
      return .unknown("'\(sshd) -T' \(error)")
    }
  }

  private static let patience = Duration.seconds(5)
}

extension Configuration {
  /// The LogLevel of this machine's sshd; of a directory of other machines' journals nobody here can tell.
  var sshdLogLevel: SSHDLogLevel {
    guard case .system = journal else { return .unknown("the journal is not this machine's own") }
    return .ask(sshdExecutables.filter { $0.hasSuffix("/sshd") } + ["/usr/sbin/sshd", "/usr/bin/sshd"])
  }
}
