// Whether sshd says who logs in: below LogLevel INFO it does not (sshd_config(5)), and nobody who reads its log can see a login.

import Keys

/// What is known of sshd's LogLevel.
enum SSHDLogLevel: Equatable {
  /// Logins are logged.
  case enough(String)
  /// They are not.
  case tooLow(String)
  /// It cannot be told, for this reason.
  case unknown(String)

  /// Judges what is in force outside of Match blocks.
  init(_ settings: SSHDSettings) {
    guard let level = settings.logLevel else {
      self = .unknown("sshd does not tell its LogLevel")
      return
    }
    self = Self.silent.contains(level) ? .tooLow(level) : .enough(level)
  }

  /// `sshd -T` calls QUIET by its other name (log.c, `log_levels`).
  private static let silent: Set<String> = ["SILENT", "QUIET", "FATAL", "ERROR"]

  /// Has sshd asked, by whoever may.
  static func ask(_ names: KeyNames) -> SSHDLogLevel {
    do {
      return SSHDLogLevel(try names.sshdSettings())
    } catch {
      return .unknown("\(error)")
    }
  }
}

extension Configuration {
  /// The LogLevel of this machine's sshd; of a directory of other machines' journals nobody here can tell.
  var sshdLogLevel: SSHDLogLevel {
    keyNames.map(SSHDLogLevel.ask) ?? .unknown("the journal is not this machine's own")
  }
}
