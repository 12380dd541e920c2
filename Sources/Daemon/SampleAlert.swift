// Alerts about what did not happen, to see what a mail looks like. Addresses are those of documentation (RFC 5737, RFC 3849).

import Alerts
import Foundation
import Sessions

/// Something to be told of in a sample mail.
public struct SampleAlert: Sendable {
  /// What the sample is about.
  public enum Kind: String, CaseIterable, Sendable {
    /// A login with a key.
    case login
    /// A time in which logins may have been missed.
    case gap
    /// Many logins.
    case digest
    /// The end of a session.
    case logout
    /// Many failed attempts.
    case failures
    /// A week.
    case weekly
  }

  /// What it is about.
  public var kind: Kind
  /// Who logs in.
  public var user: String
  /// To which server.
  public var hostname: String
  /// Logins of a digest.
  public var count: Int

  /// Takes the parts.
  public init(_ kind: Kind, user: String = "alice", hostname: String = Configuration.hostname, count: Int = 12) {
    self.kind = kind
    self.user = user
    self.hostname = hostname
    self.count = count
  }

  /// The topic of a mail.
  func topic(at now: Date) -> AlertTopic {
    switch kind {
    case .login: .login(LoginReport(login(user, from: "203.0.113.7", at: now - 1)))
    case .gap:
      .gap(
        Gap(.vacuumed, from: Timestamp(now - 3600), to: Timestamp(now), entries: 1234, hostname: hostname), isOver: true
      )
    case .digest: .digest(digest(at: now))
    case .logout: logout(at: now)
    case .failures: .failures(burst(at: now))
    case .weekly: .weekly(week(at: now))
    }
  }

  func login(_ user: String, from address: String, at time: Date) -> Login {
    Login(
      identity: LoginIdentity(machineID: "", bootID: "", monotonicMicroseconds: 0, pid: 1), at: Timestamp(time),
      hostname: hostname, user: user, origin: Endpoint(address: address, port: 50000), method: "publickey",
      key: KeyUse(type: "ED25519", fingerprint: "SHA256:wRtNCEUSVFPCOcpwLw83YkVXIbS+z+0Ni7hJLb+Tdt8"))
  }

  /// Every third by somebody else, from another place; the last has something new.
  private func digest(at now: Date) -> Digest {
    let others = [("deploy", "198.51.100.20"), ("bob", "2001:db8:17::a5")]
    let lines = (0..<min(count, Digest.mostLines)).map { index in
      let (user, address) = index % 3 == 2 ? others[index / 3 % 2] : (user, "203.0.113.\(1 + index % 4)")
      return Digest.Line(
        login(user, from: address, at: now - Double(37 * (count - index))),
        news: index == count - 1 ? [.network, .key] : [], reason: index < 2 ? .mailed : .limit)
    }
    return Digest(hostname: hostname, lines: lines, count: count)
  }
}
