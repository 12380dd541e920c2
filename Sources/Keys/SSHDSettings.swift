// What of sshd's settings is of interest here: whether it logs logins, and where it looks for keys.

/// A part of what `sshd -T` prints: the settings that are in force (sshd_config(5)).
public struct SSHDSettings: Codable, Equatable, Sendable {
  /// LogLevel, in upper case; nil where sshd does not tell.
  public var logLevel: String?
  /// AuthorizedKeysFile, its tokens unexpanded.
  public var authorizedKeysFile: [String]

  /// sshd's own defaults, as far as they matter where it cannot be asked.
  static let standard = SSHDSettings(effective: "")

  /// Takes both.
  public init(logLevel: String?, authorizedKeysFile: [String]) {
    self.logLevel = logLevel
    self.authorizedKeysFile = authorizedKeysFile
  }

  /// Reads what `sshd -T` prints: a keyword in lower case and its values a line.
  public init(effective text: String) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func values(of keyword: String) -> [String] {
      lines.first { $0.first?.lowercased() == keyword }.map { Array($0.dropFirst()) } ?? []
    }
    logLevel = values(of: "loglevel").first?.uppercased()
    let files = values(of: "authorizedkeysfile")
    authorizedKeysFile = files.isEmpty ? [".ssh/authorized_keys", ".ssh/authorized_keys2"] : files
  }

  private enum CodingKeys: String, CodingKey {
    case logLevel = "log_level"
    case authorizedKeysFile = "authorized_keys_file"
  }
}
