// The methods that have succeeded of connections that are not logged in yet. Bounded: somebody who has one factor and not the
// other can make as many as he likes.

/// Keeps the newest of a daemon's pending factors.
struct PendingFactors: Sendable {
  private var all: [PendingFactor]

  init(_ factors: [PendingFactor]) {
    all = factors
  }

  /// Keeps a factor.
  /// - Returns: false for one that it has, since the entry is read again.
  mutating func take(_ factor: PendingFactor) -> Bool {
    guard !all.contains(factor) else { return false }
    all.append(factor)
    if all.count > PendingFactor.most { all.removeFirst() }
    return true
  }

  /// The factors of the connection that now logs in, in their order; they are pending no longer.
  mutating func of(_ login: LoginIdentity) -> [Factor] {
    guard !all.isEmpty else { return [] }
    let leader = SessionTracker.leader(of: login)
    let mine = all.filter { SessionTracker.leader(of: $0.identity) == leader }
    all.removeAll { SessionTracker.leader(of: $0.identity) == leader }
    return mine.filter { $0.identity.isFollowed(by: login) }.map(\.factor)
  }
}

extension LoginIdentity {
  fileprivate func isFollowed(by login: LoginIdentity) -> Bool {
    monotonicMicroseconds <= login.monotonicMicroseconds
      && login.monotonicMicroseconds - monotonicMicroseconds <= PendingFactor.longestWait
  }
}
