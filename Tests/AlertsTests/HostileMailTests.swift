// Mails about hostile names, as Python's email and HTML parsers read them: no header, recipient or element comes of a name.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct HostileMailTests {
  /// What Python makes of a message.
  private struct Reading: Decodable {
    var defects: [String]
    var headers: [String]
    var from: [String]
    var to: [String]
    var elements: [String]
    var longest: Int
    var foldable: Int
    var bare: Int
  }

  private static let script = """
    import email, email.policy, html.parser, json, sys
    class Page(html.parser.HTMLParser):
      def __init__(self):
        super().__init__()
        self.elements = set()
      def handle_starttag(self, tag, attrs):
        self.elements.update([tag] + [f"{tag} {name}={value}" for name, value in attrs])
    def read(data):
      mail = email.message_from_bytes(data, policy=email.policy.SMTP)
      text, page = [part for part in mail.walk() if not part.is_multipart()]
      defects = [d for part in mail.walk() for d in part.defects] + [d for v in mail.values() for d in v.defects]
      parser = Page()
      parser.feed(page.get_content())
      lines = data.split(b"\\r\\n")
      return {
        "defects": [repr(d) for d in defects], "headers": [name for name in mail.keys()],
        "from": [a.addr_spec for a in mail["From"].addresses], "to": [a.addr_spec for a in mail["To"].addresses],
        "elements": sorted(parser.elements), "longest": max(map(len, lines)),
        "foldable": max(len(line) for line in lines if b" " in line.strip() and not line.endswith(b">")),
        "bare": sum(line.count(b"\\r") + line.count(b"\\n") + line.count(b"\\0") for line in lines)}
    print(json.dumps([read(bytes.fromhex(line.strip())) for line in sys.stdin]))
    """

  private static func read(_ mails: [Data]) throws -> [Reading] {
    let lines = mails.map { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }.joined(separator: "\n")
    return try JSONDecoder().decode(
      [Reading].self, from: Command.run("python3", ["-c", script], input: Data(lines.utf8)))
  }

  private static func topics(_ random: inout SeededRandom) -> [AlertTopic] {
    let certificate = Certificate(
      id: .hostile(&random), serial: .hostile(&random), authority: .hostile(&random))
    let key = KeyUse(type: .hostile(&random), fingerprint: .hostile(&random), certificate: certificate)
    let logins = (0..<4).map { _ in
      Login.make(
        user: .hostile(&random), address: .hostile(&random), method: .hostile(&random), key: key,
        host: .hostile(&random),
        verified: false)
    }
    let lines = logins.map { Digest.Line($0, news: [.network], reason: .late) }
    return [
      .login(.full { .hostile(&random) }), .gap(.make(host: .hostile(&random)), isOver: false),
      .digest(Digest(hostname: .hostile(&random), lines: lines, count: 5)),
    ] + others(about: logins) { .hostile(&random) }
  }

  private static func others(about logins: [Login], _ name: () -> String) -> [AlertTopic] {
    var login = logins[0]
    login.session.end = .make(at: 9)
    var burst = FailureBurst(on: name(), from: .at(0), to: .at(1), count: 5)
    burst.sources = [NamedCount(name(), 1)]
    burst.users = [NamedCount(name(), 1)]
    burst.logins = logins.map { FailureBurst.Success($0, failures: 1) }
    var week = WeeklySummary(of: name(), from: .at(0), to: .at(1))
    week.users = [NamedCount(name(), 1)]
    week.news = logins.map { WeeklySummary.NewLogin($0, news: [.key]) }
    return (Logout(login).map { [.logout($0)] } ?? []) + [.failures(burst), .weekly(week)]
  }

  private static let headers = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "List-Id",
    "MIME-Version",
    "Content-Type",
  ]
  /// The elements of tame mails with their attributes and the values of these: all that is ours.
  private static func tame(_ composer: AlertMail) throws -> Set<String> {
    let line = Digest.Line(.make(verified: false), news: [.network], reason: .late)
    let topics: [AlertTopic] =
      [
        .login(.full()), .gap(.make(), isOver: false), .digest(Digest(hostname: "web1", lines: [line], count: 5)),
      ] + others(about: [.make(verified: false)]) { "web1" }
    return Set(try read(topics.map { mail($0, composer) }).flatMap(\.elements))
  }

  private static func mail(_ topic: AlertTopic, _ composer: AlertMail) -> Data {
    let heading = MailHeading(
      about: topic, from: "ssh-alertd@web1.example.org", to: "you@example.org", unique: UUID())
    return composer.compose(heading, about: topic, at: Timestamp.at(60).date)
  }

  @Test func `names make no header, no recipient and no element`() throws {
    var random = SeededRandom(seed: 4)
    let composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
    let mails = (0..<60).flatMap { _ in Self.topics(&random) }.map { Self.mail($0, composer) }
    let ours = try Self.tame(composer)
    #expect(ours.isDisjoint(with: ["a", "img", "script", "link", "iframe", "form"]))
    for reading in try Self.read(mails) {
      #expect(reading.defects == [])
      #expect(reading.headers == Self.headers)
      #expect(reading.from == ["ssh-alertd@web1.example.org"])
      #expect(reading.to == ["you@example.org"])
      #expect(ours.isSuperset(of: reading.elements), "\(Set(reading.elements).subtracting(ours))")
      #expect(reading.foldable <= 78 && reading.longest < 400 && reading.bare == 0, "\(reading)")
    }
  }

  @Test func `a sender or a recipient that is no address gets into no header`() throws {
    var random = SeededRandom(seed: 5)
    let composer = AlertMail(templates: try AlertTemplates(), zone: .gmt)
    let mails = (0..<100).map { _ in
      let heading = MailHeading(
        about: .login(LoginReport(.make())), from: "a>, <evil@example.org>\(String.hostile(&random))",
        to: "\(String.hostile(&random))b>, <evil@example.org", unique: UUID())
      return composer.compose(heading, about: .login(LoginReport(.make())), at: Timestamp.at(1).date)
    }
    for reading in try Self.read(mails) {
      #expect(reading.defects == [])
      #expect(reading.headers == Self.headers)
      #expect(reading.from == ["ssh-alertd@web1"])
      #expect(reading.to == [])
    }
  }
}
