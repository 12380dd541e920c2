// From an entry to what it means, or nil. Believes only whom TrustRules names; knows each message by its place in OpenSSH,
// linux-pam or systemd.

/// Reads entries of sshd, pam, logind and journald.
public struct SessionParser: Sendable {
  private let trust: TrustRules

  /// Takes the rules of whom to believe.
  public init(trust: TrustRules = TrustRules()) {
    self.trust = trust
  }

  /// What an entry means; nil for the most part.
  public func event(in entry: JournalEntry) -> SessionEvent? {
    switch trust.sender(of: entry) {
    case nil: nil
    case .logind: Self.logind(entry)
    case .journald: Self.journald(entry)
    case .sshd(let uid, let isVerified): Self.sshd(entry, uid: uid, isVerified: isVerified)
    }
  }

  /// A user's own process is heard on his session alone. What is longer than any line of sshd's is none, and not worth the time
  /// that it could take: a user can write as much as he likes.
  private static func sshd(_ entry: JournalEntry, uid: UInt32, isVerified: Bool) -> SessionEvent? {
    guard entry.message.utf8.count <= SSHDLine.longest else { return nil }
    let line = SSHDLine(entry.message)
    if let (row, match) = SSHDGrammar.find(line) {
      switch row.meaning {
      case .started: return started(line, match, uid: uid)
      case .disconnected: return disconnected(line, match, uid: uid)
      case .nothing: return nil
      case .accepted, .partial, .pamOpened, .pamClosed, .failed: break
      }
      guard uid == 0, let pid = entry.pid else { return nil }
      return monitor(row.meaning, line, match, LogPlace(entry: entry, pid: pid, isVerified: isVerified))
    }
    guard uid == 0, let pid = entry.pid, line.isCut, let (row, match) = SSHDGrammar.findCut(line) else { return nil }
    return monitor(row.meaning, line, match, LogPlace(entry: entry, pid: pid, isVerified: isVerified))
  }

  /// The entry that a line stands in.
  private struct LogPlace {
    var entry: JournalEntry
    var pid: Int32
    var isVerified: Bool
  }

  private static func monitor(
    _ meaning: SSHDMessage.Meaning, _ line: SSHDLine, _ match: LinePattern.Match, _ place: LogPlace
  ) -> SessionEvent? {
    switch meaning {
    case .accepted: accepted(line, match, place).map(SessionEvent.accepted)
    case .partial:
      accepted(line, match, place).map { login in
        .partial(PendingFactor(identity: login.identity, factor: Factor(method: login.method, key: login.key)))
      }
    case .pamOpened: .pamOpened(pid: place.pid, uid: match.text.flatMap(pamUID))
    case .pamClosed: .pamClosed(pid: place.pid)
    case .failed(let kind, let weight): failed(kind, weight, line, match, place).map(SessionEvent.failed)
    case .started, .disconnected, .nothing: nil
    }
  }

  private static func accepted(_ line: SSHDLine, _ match: LinePattern.Match, _ place: LogPlace) -> Login? {
    guard let user = match.user, !user.isEmpty, let method = match.method, let origin = match.origin else { return nil }
    let isHostbased = AuthenticationMethod.family(of: method) == "hostbased"
    let key =
      AuthenticationMethod.usesKey(method)
      ? match.text.flatMap { KeyUse($0, isCut: line.isCut, isHostbased: isHostbased) } : nil
    return Login(
      identity: LoginIdentity(of: place.entry, pid: place.pid), at: place.entry.at, hostname: place.entry.hostname,
      user: line.decoded(user), origin: origin, method: String(method), key: key, isVerified: place.isVerified,
      cursor: place.entry.cursor)
  }

  /// Says nothing of a remark without an address, since the line that counts has one.
  private static func failed(
    _ kind: FailedAttempt.Kind?, _ weight: FailedAttempt.Weight, _ line: SSHDLine, _ match: LinePattern.Match,
    _ place: LogPlace
  ) -> FailedAttempt? {
    guard let kind = kind ?? match.method.flatMap(FailedAttempt.Kind.init) else { return nil }
    let address = match.isAmbiguous || line.isCut ? nil : match.address
    guard weight != .remark || address != nil else { return nil }
    let user = kind == .rootRefused ? "root" : match.user.map { line.decoded($0).prefix(FailedAttempt.longestUser) }
    return FailedAttempt(
      machineID: place.entry.machineID, hostname: place.entry.hostname, at: place.entry.at, pid: place.pid, kind: kind,
      weight: weight, user: user.map(String.init), address: address.map(String.init))
  }

  private static func started(_ line: SSHDLine, _ match: LinePattern.Match, uid: UInt32) -> SessionEvent? {
    guard let tty = match.tty, let user = match.user, let origin = match.origin, !match.isAmbiguous else { return nil }
    return .started(tty: String(tty), user: line.decoded(user), origin: origin, uid: uid)
  }

  private static func disconnected(_ line: SSHDLine, _ match: LinePattern.Match, uid: UInt32) -> SessionEvent? {
    guard let origin = match.origin, match.user?.isEmpty != true else { return nil }
    return .disconnected(user: match.user.map(line.decoded), origin: origin, uid: uid)
  }

  /// linux-pam since 1.4: `U(uid=N) by …`.
  private static func pamUID(_ text: Substring) -> UInt32? {
    guard let end = text.places(of: ") by ").first, let start = text[..<end.lowerBound].places(of: "(uid=").last
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

  /// journald-server.c, `server_dispatch_message`: `Suppressed N messages from UNIT`. sshd's units have its name in theirs. What
  /// is dropped of session-N.scope hides the end of a session at most, and each user can bring that about.
  private static func journald(_ entry: JournalEntry) -> SessionEvent? {
    guard entry.messageID == MessageID.messagesDropped, let unit = entry.message.split(separator: " ").last,
      unit.contains("ssh"), !unit.hasPrefix("ssh-alertd")
    else { return nil }
    return .suppressed(messages: entry.message.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  }
}

extension LinePattern.Match {
  fileprivate var origin: Endpoint? {
    guard let address, let port else { return nil }
    return Endpoint(address: String(address), port: port)
  }
}

extension FailedAttempt.Kind {
  /// The kind of a method that was refused.
  fileprivate init?(_ method: Substring) {
    switch AuthenticationMethod.family(of: method) {
    case "gssapi-with-mic", "gssapi-keyex": self = .gssapi
    case let family: self.init(rawValue: String(family))
    }
  }
}
