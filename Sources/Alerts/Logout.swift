// The end of a session whose login was mailed.

public import Sessions

/// Somebody logged out.
public struct Logout: Equatable, Sendable {
  /// The login.
  public var login: Login
  /// When and how its session ended.
  public var end: SessionEnd
  /// Where the login came from.
  public var place: Place?

  /// Takes a login whose session is over; nil while it is open.
  public init?(_ login: Login, from place: Place? = nil) {
    guard let end = login.session.end else { return nil }
    self.login = login
    self.end = end
    self.place = place
  }
}

extension Logout {
  /// `alice logged out of web1 after 0:12:40 (203.0.113.7)`.
  var subject: String {
    let (user, host) = (login.user.printable(limit: 64), login.hostname.printable(limit: 64))
    return "\(user) logged out of \(host) after \(length) (\(login.origin.address.printable(limit: 64)))"
  }

  /// `0:12:40`, hours, minutes and seconds.
  var length: String {
    let seconds = max(0, end.durationMicroseconds / 1_000_000)
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }
}

extension Logout {
  /// The same; `at most` so long where nobody saw the end.
  var lasted: String {
    switch end.sign {
    case .pam, .disconnect, .logind: length
    case .reboot, .lost: "at most \(length)"
    }
  }
}

extension SessionEnd.Sign {
  /// How a session ended, in words that go on from "It ended:".
  var what: String {
    switch self {
    case .pam: "pam closed the session"
    case .disconnect: "the client disconnected"
    case .logind: "logind removed the session"
    case .reboot: "the machine restarted"
    case .lost: "unseen; the number of its process came again, so it was over by then"
    }
  }
}
