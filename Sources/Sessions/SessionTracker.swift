// From events to logins with a beginning and an end. Pure: its whole state is the open logins, which the database holds, so
// that a new process goes on where the last one stopped.

/// Follows open sessions.
public struct SessionTracker: Sendable {
  /// Finds the open login that an event speaks of: pids repeat after a reboot.
  private struct Leader: Hashable {
    var machineID: String
    var bootID: String
    var pid: Int32
  }

  private var open: [Leader: Login] = [:]
  /// The boot that all open logins of a machine are of, where that is known; saves looking at them for each entry.
  private var settledBoot: [String: String] = [:]

  /// Goes on with the logins that are still open.
  public init(open logins: [Login] = []) {
    for login in logins { open[Self.leader(of: login)] = login }
  }

  /// Takes an entry and what it means, in journal order.
  /// - Returns: the logins that it opened, changed or closed, as they are now.
  public mutating func apply(_ event: SessionEvent?, of entry: JournalEntry) -> [Login] {
    let rebooted = closeOlderBoots(seeing: entry)
    return rebooted + (event.map { apply($0, of: entry) } ?? [])
  }

  private mutating func apply(_ event: SessionEvent, of entry: JournalEntry) -> [Login] {
    switch event {
    case .accepted(let login):
      return start(login)
    case .pamOpened(let pid, let uid):
      return change(leader(pid, entry)) {
        $0.isOpenInPAM = true
        $0.uid = uid
      }
    case .pamClosed(let pid):
      return change(leader(pid, entry)) { $0.close(at: entry.at, by: .pam) }
    case .logindStarted(let pid, let sessionID):
      return change(leader(pid, entry)) { $0.logindID = $0.logindID ?? sessionID }
    case .logindEnded(let pid, let sessionID):
      return change(leader(pid, entry)) { $0.remove(at: entry.at, id: sessionID) }
    case .shutdown:
      return changeAll(where: { $0.key.machineID == entry.machineID && $0.key.bootID == entry.bootID }) {
        $0.isGoingDown = true
      }
    case .disconnected(let user, let origin, let uid):
      guard let leader = connected(user, origin, in: entry) else { return [] }
      return change(leader) { $0.disconnect(at: entry.at, saidBy: uid) }
    }
  }

  /// Opens a login. One that is still open under its pid has ended without a sign; an entry read again is no login.
  private mutating func start(_ login: Login) -> [Login] {
    let leader = Self.leader(of: login)
    if let current = open[leader], !login.startedAfter(current.identity.monotonicMicroseconds) { return [] }
    let lost = change(leader) { $0.close(at: login.at, by: .lost) }
    open[leader] = login
    return lost + [login]
  }

  private mutating func change(_ leader: Leader?, _ body: (inout SessionState) -> Void) -> [Login] {
    guard let leader, var login = open[leader] else { return [] }
    let before = login.session
    body(&login.session)
    guard login.session != before else { return [] }
    open[leader] = login.session.end == nil ? login : nil
    return [login]
  }

  private mutating func changeAll(
    where isMeant: ((key: Leader, value: Login)) -> Bool, _ body: (inout SessionState) -> Void
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
      $0.close(at: entry.at, by: .reboot)
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

  private static func leader(of login: Login) -> Leader {
    Leader(machineID: login.identity.machineID, bootID: login.identity.bootID, pid: login.identity.pid)
  }
}

extension Login {
  /// True where it happened later in its boot, whatever the clock said.
  fileprivate func startedAfter(_ monotonicMicroseconds: UInt64) -> Bool {
    identity.monotonicMicroseconds > monotonicMicroseconds
  }
}
