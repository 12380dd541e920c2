// Alerts about what did not happen, to see what a mail looks like. Addresses are those of documentation (RFC 5737, RFC 3849).

import Alerts
import Foundation
import Sessions

/// Something to be told of in a sample mail.
public struct SampleAlert: Sendable {
  /// What the sample is about.
  public enum Kind: String, CaseIterable, Sendable {
    /// A login with a key, as there are many.
    case login
    /// A login with something new, of which all is known that can be.
    case news
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
    case .login: .login(report(at: now))
    case .news: .login(newsReport(at: now))
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

  /// A user who comes as always.
  private func report(at now: Date) -> LoginReport {
    var report = LoginReport(login(user, from: "203.0.113.7", at: now - 1))
    report.login.session.logindID = "42"
    report.findings.reverseName = "dsl-7.113.0.203.example.net"
    report.findings.place = place("Prague", "CZ", latitude: 50.08, longitude: 14.42)
    report.findings.keyName = KeyName(comment: "\(user)@laptop")
    report.previous = PastLogin(at: Timestamp(now - 31 * 3600), address: "203.0.113.7", place: report.findings.place)
    report.reason = AlertDecision.mail(.everyLogin).reason
    return report
  }

  /// The same user from far away, after guesses, with a key of somebody else, while others are logged in.
  private func newsReport(at now: Date) -> LoginReport {
    var report = report(at: now)
    report.id = 17
    report.login.origin = Endpoint(address: "2001:db8:17::a5", port: 50000)
    report.findings.reverseName = "vps17.hosting.example"
    report.findings.place = place("Tokyo", "JP", latitude: 35.68, longitude: 139.77)
    report.findings.keyName = KeyName(comment: "bob@phone", options: "from=\"2001:db8::/32\",no-port-forwarding")
    report.news = [.country, .autonomousSystem, .network, .key, .sharedKey, .travel, .failures]
    report.keyUsers = ["bob"]
    report.failures = LoginReport.Failures(fromSource: 23, forUser: 11)
    report.previous?.at = Timestamp(now - 3 * 3600)
    report.openSessions = [
      login("bob", from: "198.51.100.20", at: now - 5 * 3600), login("deploy", from: "203.0.113.9", at: now - 90_000),
    ]
    report.openCount = report.openSessions.count
    report.reason = AlertDecision.mail(.somethingNew).reason
    return report
  }

  private func place(_ city: String, _ country: String, latitude: Double, longitude: Double) -> Place {
    var place = Place(source: "GeoLite2-City, GeoLite2-ASN")
    (place.city, place.country, place.asn, place.network) = (city, country, 64500, "Example Telecom")
    place.position = Place.Position(latitude: latitude, longitude: longitude, radius: 20)
    return place
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
