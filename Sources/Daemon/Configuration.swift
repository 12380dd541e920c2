// What the daemon can be told, each with its default. The file's grammar is in ConfigurationFile.swift.

public import Alerts
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
  /// `alerts.mail` and `alerts.rules`: which logins are mailed.
  public var policy = AlertPolicy()
  /// `alerts.logout`, `alerts.failures` and `alerts.weekly`: what else is mailed.
  public var otherMail = OtherMail()
  /// `lookup`: who is asked about a login.
  public var lookup = Lookup()
  /// `mail`.
  public var mail: Mail

  /// How mail is made and sent.
  public struct Mail: Equatable, Sendable {
    /// `mail.to`: one mail goes to each.
    public var recipients: [String]
    /// `mail.from`: envelope sender and From.
    public var sender: String
    /// `mail.server`: tried in order; without one, mail is kept in a Maildir.
    public var servers: [RelayAddress]
    /// `mail.starttls`; nil where the file does not say.
    public var requiresTLS: Bool?
    /// `mail.ca_file`: PEM certificates to trust instead of the system's.
    public var caFile: String?
    /// `mail.username`.
    public var username: String?
    /// `mail.password_file`.
    public var passwordFile: String?
    /// `mail.auth`; nil for the best that both sides know.
    public var mechanism: SMTPSettings.Mechanism?
    /// `mail.token_file`: holds a bearer token for XOAUTH2.
    public var tokenFile: String?
    /// `mail.token_command`: program and arguments; prints a bearer token for XOAUTH2.
    public var tokenCommand: [String]?
    /// `mail.client_certificate` and `mail.client_key`.
    public var clientCertificate: SMTPSettings.ClientCertificate?
    /// `mail.timeout`: how long a server may take.
    public var limits = SMTPSettings.Limits.standard
    /// `mail.retry_after` and `mail.give_up_after`.
    public var schedule = RetrySchedule.standard
    /// `mail.hourly_limit` and `mail.late_after`.
    public var limit = AlertLimit()
    /// `mail.templates`: directory of templates that replace the embedded ones.
    public var templates = "/etc/ssh-alertd/templates"
    /// EHLO name: this host's.
    public var heloName: String

    /// The servers in words, in the order in which they are tried.
    var serverNames: String { servers.map(\.description).joined(separator: ", else ") }
  }

  /// The embedded defaults.
  /// - Parameters:
  ///   - stateDirectory: where the database and, with no server, the mail are kept.
  ///   - hostname: of this machine.
  public init(stateDirectory: String = Self.stateDirectory, hostname: String = Self.hostname) {
    database = "\(stateDirectory)/ssh-alertd.db"
    mail = Mail(
      recipients: ["root@\(hostname)"], sender: "ssh-alertd@\(hostname)",
      servers: [.maildir(path: "\(stateDirectory)/mail")],
      heloName: hostname)
  }

  /// Path of the socket on which a running daemon is spoken to: in the runtime directory of the unit (systemd.exec(5),
  /// `RuntimeDirectory=`) for the unit's database, else beside the database, so that two daemons have one each.
  public var controlSocket: String {
    database == "/var/lib/ssh-alertd/ssh-alertd.db" ? "/run/ssh-alertd/control" : "\(database).control"
  }

  /// What happens to mail where no server is set.
  mutating func keepMailBesideDatabase() {
    let directory = URL(filePath: database).deletingLastPathComponent()
    mail.servers = [.maildir(path: directory.appending(path: "mail").path)]
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
    if case .maildir = mail.servers.first { true } else { false }
  }

  /// What to say then.
  public var nobodyNotice: String? {
    guard case .maildir(let path) = mail.servers.first else { return nil }
    return "mail is kept in \(path), nobody is notified"
  }
}
