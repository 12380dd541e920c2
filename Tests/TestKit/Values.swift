// Logins and entries for tests: each names only what it is about, the rest is of no account.

public import Sessions

/// Where and when the values here take place.
public enum Scene {
  /// `_MACHINE_ID`.
  public static let machine = "e238fa2a8b294fa98f8b92410b8b1f14"
  /// `_BOOT_ID`.
  public static let boot = "1114a3339e4a480dbe5ce27d94f1f170"
  /// `_BOOT_ID` of the next boot.
  public static let nextBoot = "2224a3339e4a480dbe5ce27d94f1f170"
  /// 2026-11-24 17:03:09 UTC.
  public static let noon = Timestamp(microseconds: 1_795_539_789_000_000)

  /// Microseconds since the boot, which was two days before.
  static func uptime(at seconds: Int64) -> UInt64 { UInt64(2 * 86_400 + seconds) * 1_000_000 }
}

extension Timestamp {
  /// A moment so many seconds after the scene's.
  public static func at(_ seconds: Int64) -> Timestamp {
    Timestamp(microseconds: Scene.noon.microseconds + seconds * 1_000_000)
  }
}

extension Login {
  /// A login; without more words, of alice with a password.
  public static func make(
    user: String = "alice", address: String = "203.0.113.7", port: UInt16 = 50000, method: String = "password",
    key: KeyUse? = nil, at seconds: Int64 = 0, pid: Int32 = 100, boot: String = Scene.boot,
    machine: String = Scene.machine, host: String = "web1", verified: Bool = true, end: SessionEnd? = nil
  ) -> Login {
    var session = SessionState()
    session.end = end
    return Login(
      identity: LoginIdentity(
        machineID: machine, bootID: boot, monotonicMicroseconds: Scene.uptime(at: seconds), pid: pid),
      at: .at(seconds), hostname: host, user: user, origin: Endpoint(address: address, port: port), method: method,
      key: key, isVerified: verified, cursor: "s=1;i=\(seconds)", session: session)
  }
}

extension SessionEnd {
  /// An end; without more words, of a session that began at the scene's moment.
  public static func make(at seconds: Int64, sign: Sign = .pam, lasted: Int64? = nil) -> SessionEnd {
    SessionEnd(at: .at(seconds), sign: sign, durationMicroseconds: (lasted ?? seconds) * 1_000_000)
  }
}

extension FailedAttempt {
  /// A failure; without more words, of alice's password.
  public static func make(
    _ kind: Kind = .password, _ weight: Weight = .attempt, user: String? = "alice", address: String? = "203.0.113.7",
    at seconds: Int64 = 0, pid: Int32 = 100, machine: String = Scene.machine
  ) -> FailedAttempt {
    FailedAttempt(
      machineID: machine, hostname: "web1", at: .at(seconds), pid: pid, kind: kind, weight: weight, user: user,
      address: address)
  }
}

extension PendingFactor {
  /// A factor; without more words, the key of the connection that logs in a second later.
  public static func make(
    _ factor: Factor = Factor(method: "publickey"), at seconds: Int64 = -1, pid: Int32 = 100, boot: String = Scene.boot,
    machine: String = Scene.machine
  ) -> PendingFactor {
    PendingFactor(
      identity: Login.make(at: seconds, pid: pid, boot: boot, machine: machine).identity, factor: factor)
  }
}

extension Gap {
  /// A gap of a minute; without more words, of a journal that was vacuumed.
  public static func make(
    _ reason: Reason = .vacuumed, from: Int64 = 0, to: Int64 = 60, entries: Int? = nil, host: String = "web1"
  ) -> Gap {
    Gap(reason, from: .at(from), to: .at(to), entries: entries, hostname: host)
  }
}

extension JournalEntry {
  /// An entry; without more words, of sshd's monitor with a true executable.
  public static func make(
    _ message: String = "", at seconds: Int64 = 0, pid: Int32? = 100, uid: UInt32? = 0, command: String? = "sshd",
    executable: String? = "/usr/sbin/sshd", identifier: String? = "sshd", boot: String = Scene.boot,
    machine: String = Scene.machine, messageID: String? = nil, leader: Int32? = nil, sessionID: String? = nil
  ) -> JournalEntry {
    JournalEntry(
      cursor: "s=1;i=\(seconds)", at: .at(seconds), monotonicMicroseconds: Scene.uptime(at: seconds),
      bootID: boot, machineID: machine, hostname: "web1", pid: pid, uid: uid, command: command, executable: executable,
      identifier: identifier, messageID: messageID, message: message, leader: leader, sessionID: sessionID)
  }

  /// An entry of systemd-journald.
  public static func journald(
    _ message: String, _ messageID: String? = MessageID.messagesDropped, uid: UInt32 = 0, at seconds: Int64 = 0
  ) -> JournalEntry {
    make(
      message, at: seconds, pid: 40, uid: uid, command: "systemd-journal",
      executable: "/usr/lib/systemd/systemd-journald", identifier: "systemd-journald", messageID: messageID)
  }

  /// An entry of systemd-logind.
  public static func logind(
    _ messageID: String, leader: Int32? = 100, session: String? = "7", uid: UInt32 = 0, boot: String = Scene.boot,
    at seconds: Int64 = 0
  ) -> JournalEntry {
    make(
      "logind says", at: seconds, pid: 50, uid: uid, command: "systemd-logind",
      executable: "/usr/lib/systemd/systemd-logind", identifier: "systemd-logind", boot: boot, messageID: messageID,
      leader: leader, sessionID: session)
  }
}
