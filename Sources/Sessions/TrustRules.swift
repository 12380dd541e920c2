// Whom to believe. Anybody can write `Accepted publickey for root …` into the journal, under sshd's name.

/// Who really sent an entry.
public enum Sender: Equatable, Sendable {
  /// sshd, as far as journald can tell.
  /// - Parameters:
  ///   - uid: 0 for the monitor; a user's own processes carry his uid and can say what he likes.
  ///   - isVerified: false when journald lost `_EXE`.
  case sshd(uid: UInt32, isVerified: Bool)
  /// systemd-logind itself.
  case logind
  /// systemd-journald itself.
  case journald
}

/// Tells a sender from the fields that the kernel and journald vouch for.
///
/// `_UID` is the kernel's. `_COMM` and `_EXE` must fit where they are present; where journald lost them (systemd issues
/// 2913 and 1347) root's word still counts, since a login missed is worse than a forgery that only root can make.
public struct TrustRules: Sendable {
  /// What sshd calls itself in the log: one program up to 9.7, the monitor `sshd-session` since 9.8.
  public static let identifiers: Set<String> = ["sshd", "sshd-session"]

  /// Where Debian, Fedora, Arch and openSUSE install them.
  public static let knownExecutables: Set<String> = [
    "/usr/sbin/sshd", "/usr/bin/sshd",
    "/usr/lib/openssh/sshd-session", "/usr/libexec/openssh/sshd-session",
    "/usr/lib/ssh/sshd-session", "/usr/libexec/ssh/sshd-session",
  ]

  /// By `_COMM`, which the kernel cuts at 15 bytes.
  private static let daemons: [String: Sender] = ["systemd-logind": .logind, "systemd-journal": .journald]

  private let executables: Set<String>

  /// Adds the paths of a distribution that installs sshd elsewhere.
  public init(addingExecutables paths: some Sequence<String> = []) {
    executables = Self.knownExecutables.union(paths)
  }

  /// The sender of an entry, or nil where it is none of those that sessions are told from.
  public func sender(of entry: JournalEntry) -> Sender? {
    guard let uid = entry.uid else { return nil }
    if uid == 0, let daemon = Self.daemons[entry.command ?? ""] { return daemon }
    guard let identifier = entry.identifier, Self.identifiers.contains(identifier) else { return nil }
    if let command = entry.command, !Self.identifiers.contains(command) { return nil }
    if let executable = entry.executable, !executables.contains(executable) { return nil }
    return .sshd(uid: uid, isVerified: entry.executable != nil)
  }
}
