// What an entry means. The tracker makes logins out of these.

/// Something that happened to a session, or to somebody who wanted one.
public enum SessionEvent: Equatable, Sendable {
  /// sshd let somebody in.
  case accepted(Login)
  /// A method succeeded, and sshd asks for another one.
  case partial(PendingFactor)
  /// sshd did not let somebody in.
  case failed(FailedAttempt)
  /// A session has a terminal, as a process with this uid says.
  case started(tty: String, user: String, origin: Endpoint, uid: UInt32)
  /// pam opened the session that `pid` leads; uid of the user, said since linux-pam 1.4.
  case pamOpened(pid: Int32, uid: UInt32?)
  /// pam closed the session that `pid` leads.
  case pamClosed(pid: Int32)
  /// logind started a session for the process `leader`.
  case logindStarted(leader: Int32, sessionID: String)
  /// logind ended a session of the process `leader`.
  case logindEnded(leader: Int32, sessionID: String)
  /// The machine goes down.
  case shutdown
  /// A connection ended, as a process with this uid says.
  case disconnected(user: String?, origin: Endpoint, uid: UInt32)
  /// journald dropped messages of sshd.
  case suppressed(messages: Int?)
}
