// What the daemon can be told, each with its default. The file's grammar is in ConfigurationFile.swift.

public import Delivery
import Foundation
public import Journal
public import Store

/// The settings of a run.
public struct Configuration: Equatable, Sendable {
  /// `journal.directory`: which journal to follow.
  public var journal = JournalSource.system
  /// `journal.sshd_executables`: where else sshd and sshd-session may be installed.
  public var sshdExecutables: [String] = []
  /// `database`: path of the SQLite file.
  public var database: String
  /// `retention`: how long rows are kept.
  public var retention = Retention()
  /// `mail`.
  public var mail: Mail

  /// How mail is made and sent.
  public struct Mail: Equatable, Sendable {
    /// `mail.to`: one mail goes to each.
    public var recipients: [String]
    /// `mail.from`: envelope sender and From.
    public var sender: String
    /// `mail.server`; without one, mail is kept in a Maildir.
    public var server: RelayAddress
    /// `mail.starttls`; nil where the file does not say.
    public var requiresTLS: Bool?
    /// `mail.ca_file`: PEM certificates to trust instead of the system's.
    public var caFile: String?
    /// `mail.username`.
    public var username: String?
    /// `mail.password_file`.
    public var passwordFile: String?
    /// `mail.templates`: directory of templates that replace the embedded ones.
    public var templates = "/etc/ssh-alertd/templates"
    /// EHLO name: this host's.
    public var heloName: String
  }

  /// The embedded defaults.
  /// - Parameters:
  ///   - stateDirectory: where the database and, with no server, the mail are kept.
  ///   - hostname: of this machine.
  public init(stateDirectory: String = Self.stateDirectory, hostname: String = Self.hostname) {
    database = "\(stateDirectory)/ssh-alertd.db"
    mail = Mail(
      recipients: ["root@\(hostname)"], sender: "ssh-alertd@\(hostname)",
      server: .maildir(path: "\(stateDirectory)/mail"),
      heloName: hostname)
  }

  /// What happens to mail where no server is set.
  mutating func keepMailBesideDatabase() {
    mail.server = .maildir(path: URL(filePath: database).deletingLastPathComponent().appending(path: "mail").path)
  }

  /// Where the file is looked for when none is named.
  public static let defaultPath = "/etc/ssh-alertd/ssh-alertd.yaml"

  /// The service manager's choice (systemd.exec(5), `StateDirectory=`), or the usual place.
  public static var stateDirectory: String {
    let named = ProcessInfo.processInfo.environment["STATE_DIRECTORY"]?.split(separator: ":").first
    return named.map(String.init) ?? "/var/lib/ssh-alertd"
  }

  /// gethostname(2), without a look into the DNS.
  public static var hostname: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? "localhost" : text
  }

  /// True where mail only goes to a file, so that nobody hears of it.
  public var notifiesNobody: Bool {
    if case .maildir = mail.server { true } else { false }
  }

  /// What to say then.
  public var nobodyNotice: String? {
    guard case .maildir(let path) = mail.server else { return nil }
    return "mail is kept in \(path), nobody is notified"
  }
}
