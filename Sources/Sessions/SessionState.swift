// The course of a session after its login, and the rules by which it ends.

/// What is known of a session.
public struct SessionState: Equatable, Sendable {
  /// True from the time that pam has said it opened the session.
  public var isOpenInPAM = false
  /// The user's uid as pam said it.
  public var uid: UInt32?
  /// logind's id of the session; repeats across boots.
  public var logindID: String?
  /// True once the machine goes down with the session open: what logind removes from then on, the reboot has ended.
  public var isGoingDown = false
  /// When the user's own process said that it disconnected: anybody can forge the end of his own session, so while pam has
  /// it open this only counts once another sign confirms it.
  public var unconfirmedDisconnect: Timestamp?
  /// Set when it is over.
  public var end: SessionEnd?

  /// Starts with nothing known.
  public init() {}

  /// Ends the session. The first sign of the end stays, also when it had to be confirmed.
  mutating func close(at time: Timestamp, by sign: SessionEnd.Sign) {
    end = unconfirmedDisconnect.map { SessionEnd(at: $0, sign: .disconnect) } ?? SessionEnd(at: time, sign: sign)
    unconfirmedDisconnect = nil
  }

  /// Takes logind's word that a session is over; `id` tells a late one from another session of the same pid.
  mutating func remove(at time: Timestamp, id: String) {
    guard logindID == nil || logindID == id, !isGoingDown else { return }
    close(at: time, by: .logind)
  }

  /// Takes a disconnect that a process with this uid reported: root's word ends the session, the user's own only where
  /// pam never had it, and another user's not at all.
  mutating func disconnect(at time: Timestamp, saidBy speaker: UInt32) {
    guard speaker == 0 || uid == nil || uid == speaker else { return }
    if speaker == 0 || !isOpenInPAM {
      close(at: time, by: .disconnect)
    } else if unconfirmedDisconnect == nil {
      unconfirmedDisconnect = time
    }
  }
}
