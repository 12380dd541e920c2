// From events to logins with a beginning and an end. Pure: its whole state is the open logins and the pending factors, which the
// database holds, so that a new process goes on where the last one stopped.

/// Follows open sessions.
public struct SessionTracker: Sendable {
  /// Finds the open login that an event speaks of: pids repeat after a reboot.
  struct Leader: Hashable {
    var machineID: String
    var bootID: String
    var pid: Int32
  }

  private var open: [Leader: Login] = [:]
  private var factors: PendingFactors
  /// The boot that all open logins of a machine are of, where that is known; saves looking at them for each entry.
  private var settledBoot: [String: String] = [:]

  /// Goes on with the logins that are still open, and the factors of connections that have not logged in yet.
  public init(open logins: [Login] = [], factors: [PendingFactor] = []) {
    self.factors = PendingFactors(factors)
    for login in logins { open[Self.leader(of: login.identity)] = login }
  }

  /// Takes an entry and what it means, in journal order.
  /// - Returns: what has changed by it.
  public mutating func apply(_ event: SessionEvent?, of entry: JournalEntry) -> [SessionBatch.Change] {
    let rebooted = closeOlderBoots(seeing: entry).map(SessionBatch.Change.login)
    return rebooted + (event.map { apply($0, of: entry) } ?? [])
  }

  private mutating func apply(_ event: SessionEvent, of entry: JournalEntry) -> [SessionBatch.Change] {
    switch event {
    case .accepted(let login): start(login, entry).map(SessionBatch.Change.login)
    case .partial(let factor): factors.take(factor) ? [.factor(factor)] : []
    case .failed(let attempt): [.failure(attempt)]
    case .suppressed(let messages): [.gap(Gap(suppressing: messages, seenIn: entry))]
    default: session(event, of: entry).map(SessionBatch.Change.login)
    }
  }

  /// What happens to a session that is open.
  private mutating func session(_ event: SessionEvent, of entry: JournalEntry) -> [Login] {
    switch event {
    case .pamOpened(let pid, let uid):
      change(leader(pid, entry)) { session, _ in
        session.isOpenInPAM = true
        session.uid = uid
      }
    case .pamClosed(let pid):
      change(leader(pid, entry)) { $0.close($1.end(.pam, seenIn: entry)) }
    case .logindStarted(let pid, let sessionID):
      change(leader(pid, entry)) { session, _ in session.logindID = session.logindID ?? sessionID }
    case .logindEnded(let pid, let sessionID):
      change(leader(pid, entry)) { $0.remove($1.end(.logind, seenIn: entry), id: sessionID) }
    case .shutdown:
      changeAll(where: { $0.key.machineID == entry.machineID && $0.key.bootID == entry.bootID }) { session, _ in
        session.isGoingDown = true
      }
    case .started(let tty, let user, let origin, let uid):
      change(connected(user, origin, in: entry)) { session, _ in session.open(tty: tty, saidBy: uid) }
    case .disconnected(let user, let origin, let uid):
      change(connected(user, origin, in: entry)) { $0.disconnect($1.end(.disconnect, seenIn: entry), saidBy: uid) }
    case .accepted, .partial, .failed, .suppressed: []
    }
  }

  /// Opens a login. One that is still open under its pid has ended without a sign; an entry read again is no login.
  private mutating func start(_ login: Login, _ entry: JournalEntry) -> [Login] {
    let leader = Self.leader(of: login.identity)
    if let current = open[leader], !login.startedAfter(current.identity.monotonicMicroseconds) { return [] }
    let lost = change(leader) { $0.close($1.end(.lost, seenIn: entry)) }
    var login = login
    login.earlierFactors = factors.of(login.identity)
    open[leader] = login
    return lost + [login]
  }

  private mutating func change(_ leader: Leader?, _ body: (inout SessionState, Login) -> Void) -> [Login] {
    guard let leader, var login = open[leader] else { return [] }
    let before = login
    body(&login.session, before)
    guard login.session != before.session else { return [] }
    open[leader] = login.session.end == nil ? login : nil
    return [login]
  }

  private mutating func changeAll(
    where isMeant: ((key: Leader, value: Login)) -> Bool, _ body: (inout SessionState, Login) -> Void
  ) -> [Login] {
    open.filter(isMeant).keys.sorted { $0.pid < $1.pid }.flatMap { change($0, body) }
  }

  /// The newest open login of this connection.
  private func connected(_ user: String?, _ origin: Endpoint, in entry: JournalEntry) -> Leader? {
    let fitting = open.filter { leader, login in
      leader.machineID == entry.machineID && leader.bootID == entry.bootID && login.origin == origin
        && (user == nil || user == login.user) && !login.startedAfter(entry.monotonicMicroseconds)
    }
    return fitting.max { $0.value.at < $1.value.at }?.key
  }

  /// An entry of another boot ends the machine's sessions that were opened before it. An entry that is older than a login
  /// tells nothing of its end: it comes late, or is read again.
  private mutating func closeOlderBoots(seeing entry: JournalEntry) -> [Login] {
    guard settledBoot[entry.machineID] != entry.bootID else { return [] }
    let isOther = { (leader: Leader) in leader.machineID == entry.machineID && leader.bootID != entry.bootID }
    let closed = changeAll(where: { isOther($0.key) && $0.value.at < entry.at }) {
      $0.close($1.end(.reboot, seenIn: entry))
    }
    if !open.keys.contains(where: isOther) { settledBoot[entry.machineID] = entry.bootID }
    return closed
  }

  /// The process that an entry speaks of, unless its login is newer than the entry, which was then read before.
  private func leader(_ pid: Int32, _ entry: JournalEntry) -> Leader? {
    let leader = Leader(machineID: entry.machineID, bootID: entry.bootID, pid: pid)
    guard let login = open[leader], !login.startedAfter(entry.monotonicMicroseconds) else { return nil }
    return leader
  }

  static func leader(of identity: LoginIdentity) -> Leader {
    Leader(machineID: identity.machineID, bootID: identity.bootID, pid: identity.pid)
  }
}

extension Login {
  /// True where it happened later in its boot, whatever the clock said.
  fileprivate func startedAfter(_ monotonicMicroseconds: UInt64) -> Bool {
    identity.monotonicMicroseconds > monotonicMicroseconds
  }

  fileprivate func end(_ sign: SessionEnd.Sign, seenIn entry: JournalEntry) -> SessionEnd {
    SessionEnd(of: identity, since: at, sign: sign, seenIn: entry)
  }
}

extension Gap {
  /// journald counts over 30 s, unless RateLimitIntervalSec= says otherwise (journald.conf(5)).
  fileprivate init(suppressing messages: Int?, seenIn entry: JournalEntry) {
    let from = Timestamp(microseconds: entry.at.microseconds - 30_000_000)
    self.init(.suppressed, from: from, to: entry.at, entries: messages, hostname: entry.hostname)
  }
}
