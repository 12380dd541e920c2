// The course of a session after its login, and the rules by which it ends.

/// What is known of a session.
public struct SessionState: Equatable, Sendable {
  /// True from the time that pam has said it opened the session.
  public var isOpenInPAM = false
  /// The user's uid as pam said it.
  public var uid: UInt32?
  /// logind's id of the session; repeats across boots.
  public var logindID: String?
  /// The first terminal that it had, `pts/0`, where sshd said so (LogLevel VERBOSE).
  public var tty: String?
  /// True once the machine goes down with the session open: what logind removes from then on, the reboot has ended.
  public var isGoingDown = false
  /// What the user's own process said of its end: anybody can forge the end of his own session, so while pam has it open this
  /// only counts once another sign confirms it.
  public var unconfirmedDisconnect: SessionEnd?
  /// Set when it is over.
  public var end: SessionEnd?

  /// Starts with nothing known.
  public init() {}

  /// Ends the session. The first sign of the end stays, also when it had to be confirmed.
  mutating func close(_ sign: SessionEnd) {
    end = unconfirmedDisconnect ?? sign
    unconfirmedDisconnect = nil
  }

  /// Takes logind's word that a session is over; `id` tells a late one from another session of the same pid.
  mutating func remove(_ sign: SessionEnd, id: String) {
    guard logindID == nil || logindID == id, !isGoingDown else { return }
    close(sign)
  }

  /// Takes a disconnect that a process with this uid reported: root's word ends the session, the user's own only where
  /// pam never had it, and another user's not at all.
  mutating func disconnect(_ sign: SessionEnd, saidBy speaker: UInt32) {
    guard isKnown(speaker) else { return }
    if speaker == 0 || !isOpenInPAM {
      close(sign)
    } else if unconfirmedDisconnect == nil {
      unconfirmedDisconnect = sign
    }
  }

  /// Takes the terminal that a process with this uid reported; the first one stays.
  mutating func open(tty name: String, saidBy speaker: UInt32) {
    guard isKnown(speaker), tty == nil else { return }
    tty = name
  }

  /// True for root and for the user himself, as far as pam has told who that is.
  private func isKnown(_ speaker: UInt32) -> Bool {
    speaker == 0 || uid == nil || uid == speaker
  }
}

extension SessionState {
  /// Why it ended: the first sign, but where pam closed it because the machine went down, that.
  public var reason: SessionEnd.Sign? {
    isGoingDown && end?.sign == .pam ? .reboot : end?.sign
  }
}
