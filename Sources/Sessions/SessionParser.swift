// From an entry to what it means, or nil. Believes only whom TrustRules names; knows each message by its place in OpenSSH,
// linux-pam or systemd.

/// Reads entries of sshd, pam and logind.
public struct SessionParser: Sendable {
  private let trust: TrustRules

  /// Takes the rules of whom to believe.
  public init(trust: TrustRules = TrustRules()) {
    self.trust = trust
  }

  /// What an entry means for a session; nil for the most part.
  public func event(in entry: JournalEntry) -> SessionEvent? {
    switch trust.sender(of: entry) {
    case nil: nil
    case .logind: Self.logind(entry)
    case .sshd(let uid, let isVerified): Self.sshd(entry, uid: uid, isVerified: isVerified)
    }
  }

  private static func sshd(_ entry: JournalEntry, uid: UInt32, isVerified: Bool) -> SessionEvent? {
    if let event = disconnected(entry.message, uid: uid) { return event }
    guard uid == 0, let pid = entry.pid else { return nil }
    if let event = pam(entry.message, pid: pid) { return event }
    return AcceptedLine(entry.message).map { line in
      .accepted(Login(line, entry: entry, pid: pid, isVerified: isVerified))
    }
  }

  /// packet.c, `sshpkt_fatal` and serverloop.c: `Disconnected from [user U ]ADDR port N`. The address stands at the end, so
  /// the last one counts; a ` [preauth]` after it says that nobody had logged in.
  private static func disconnected(_ message: String, uid: UInt32) -> SessionEvent? {
    var line = LineScanner(message)
    guard line.skip("Disconnected from ") else { return nil }
    let hasUser = line.skip("user ")
    let words = line.rest.split(separator: " ", omittingEmptySubsequences: false)
    var tail = LineScanner(words.suffix(3).joined(separator: " "))
    guard let origin = tail.endpoint(), tail.rest.isEmpty else { return nil }
    let user = words.dropLast(3).joined(separator: " ")
    guard hasUser != user.isEmpty else { return nil }
    return .disconnected(user: hasUser ? SSHDEscapes.decode(Substring(user)) : nil, origin: origin, uid: uid)
  }

  /// linux-pam, pam_unix_sess.c. Since 1.4: `session opened for user U(uid=N) by …`.
  private static func pam(_ message: String, pid: Int32) -> SessionEvent? {
    var line = LineScanner(message)
    guard line.skip("pam_unix(sshd:session): session ") else { return nil }
    if line.skip("closed for user ") { return .pamClosed(pid: pid) }
    guard line.skip("opened for user ") else { return nil }
    return .pamOpened(pid: pid, uid: pamUID(line.rest))
  }

  private static func pamUID(_ text: Substring) -> UInt32? {
    guard let end = text.firstRange(of: ") by "), let start = text[..<end.lowerBound].ranges(of: "(uid=").last
    else { return nil }
    return UInt32(text[start.upperBound..<end.lowerBound])
  }

  /// logind-session.c, `session_start` and `session_stop`; logind-dbus.c, `bus_manager_log_shutdown`.
  private static func logind(_ entry: JournalEntry) -> SessionEvent? {
    if entry.messageID == MessageID.shutdown { return .shutdown }
    guard let leader = entry.leader, let sessionID = entry.sessionID else { return nil }
    return switch entry.messageID {
    case MessageID.sessionStarted: .logindStarted(leader: leader, sessionID: sessionID)
    case MessageID.sessionEnded: .logindEnded(leader: leader, sessionID: sessionID)
    default: nil
    }
  }
}
