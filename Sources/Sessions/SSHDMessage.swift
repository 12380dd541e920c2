// A kind of message that sshd writes: its shape, what it means, and where in OpenSSH it is written.

/// A row of sshd's grammar.
struct SSHDMessage: Sendable {
  /// What such a line tells.
  enum Meaning: Sendable {
    /// Somebody is in.
    case accepted
    /// One of several methods succeeded.
    case partial
    /// A session has a terminal.
    case started
    /// A connection ended after its login.
    case disconnected
    /// pam opened or closed a session.
    case pamOpened, pamClosed
    /// Somebody was not let in; without a kind, the method tells it.
    case failed(FailedAttempt.Kind?, FailedAttempt.Weight)
    /// Nothing that another line would not tell better.
    case nothing
  }

  /// When in the life of a connection it counts.
  enum Phase: Sendable {
    case any
    /// Only as the unprivileged child says it, before the login.
    case beforeLogin
    /// Only after the login: what looks alike before it is a failure.
    case afterLogin
  }

  let pattern: LinePattern
  let meaning: Meaning
  let phase: Phase

  /// - Parameters:
  ///   - file: OpenSSH's file and function that writes it.
  ///   - versions: those that are known to write it so.
  init(_ pattern: String, _ meaning: Meaning, _ phase: Phase = .any, in file: StaticString, _ versions: StaticString) {
    self.pattern = LinePattern(pattern)
    self.meaning = meaning
    self.phase = phase
  }

  /// Reads a line of this kind; nil where it is of another. What was cut may be a failure, and is never nothing.
  func match(_ line: SSHDLine) -> LinePattern.Match? {
    if case .nothing = meaning, line.isCut { return nil }
    switch phase {
    case .any: break
    case .beforeLogin: guard line.isPreauth || line.isCut else { return nil }
    case .afterLogin: guard !line.isPreauth else { return nil }
    }
    return pattern.match(line.text)
  }
}
