// What a week was like, and that somebody still watches: a mail that is missed when it does not come.

public import Foundation
public import Sessions

/// The logins, gaps and mails of a week, as they were when the mail about them was queued.
public struct WeeklySummary: Codable, Equatable, Sendable {
  /// The server's name.
  public var hostname: String
  /// What was recorded after this moment.
  public var from: Timestamp
  /// And up to this one.
  public var to: Timestamp
  /// When the daemon started.
  public var upSince: Timestamp?
  /// How many logins there were.
  public var loginCount = 0
  /// The users with most of them.
  public var users: [NamedCount] = []
  /// How many users there were.
  public var userCount = 0
  /// The newest logins with something new.
  public var news: [NewLogin] = []
  /// How many there were.
  public var newCount = 0
  /// Failed attempts.
  public var failureCount = 0
  /// The newest gaps.
  public var gaps: [GapLine] = []
  /// How many there were.
  public var gapCount = 0
  /// Mails that wait, this one not among them.
  public var waitingCount = 0
  /// Mails that were given up.
  public var failedCount = 0
  /// Logins that the record holds.
  public var recordCount = 0
  /// The oldest of them.
  public var oldestAt: Timestamp?
  /// Bytes of the database.
  public var databaseSize = 0

  /// So many logins with something new, and so many gaps, are listed.
  public static let mostLines = 10

  /// A login with something new.
  public struct NewLogin: Codable, Equatable, Sendable {
    /// When.
    public let at: Timestamp
    /// Who.
    public let user: String
    /// From where.
    public let address: String
    /// What was new: `new network, new key`.
    public let words: String

    /// Takes the parts.
    public init(_ login: Login, news: [News]) {
      at = login.at
      user = login.user.printable(limit: 64)
      address = login.origin.address.printable(limit: 64)
      words = News.words(news) ?? ""
    }
  }

  /// A time in which logins may have been missed.
  public struct GapLine: Codable, Equatable, Sendable {
    /// Why.
    public let reason: Gap.Reason
    /// From when.
    public let from: Timestamp
    /// Until when; nil while it goes on.
    public let to: Timestamp?

    /// Takes a gap.
    public init(_ gap: Gap, isOver: Bool) {
      reason = gap.reason
      from = gap.from
      to = isOver ? gap.to : nil
    }
  }

  /// Takes what every summary has.
  public init(of hostname: String, from: Timestamp, to: Timestamp) {
    self.hostname = hostname.printable(limit: 64)
    self.from = from
    self.to = to
  }
}

extension WeeklySummary {
  /// When the one after a moment is due: on Monday, at the hour of daily mail, by the server's clock.
  public static func due(after last: Date, in zone: TimeZone) -> Date? {
    DigestKind.next(DateComponents(hour: DigestKind.hourOfDay, minute: 0, weekday: 2), after: last, zone)
  }

  /// `web1: still watching; 42 logins, 3 with something new, 1 gap, 2 mails given up`.
  var subject: String {
    let parts = [
      loginCount.of("login"), newCount > 0 ? "\(newCount) with something new" : nil,
      gapCount > 0 ? gapCount.of("gap") : nil, failedCount > 0 ? "\(failedCount.of("mail")) given up" : nil,
    ]
    return "\(hostname): still watching; \(parts.compactMap(\.self).joined(separator: ", "))"
  }

  /// The users with most logins, and the others as one.
  var userRows: [NamedCount] {
    let rest = loginCount - users.reduce(0) { $0 + $1.count }
    return rest > 0 ? users + [NamedCount((userCount - users.count).of("other"), rest)] : users
  }

  /// `840 kB`, `12.3 MB`: powers of ten, as disks have them.
  var sizeWords: String {
    let units = [("GB", 1e9), ("MB", 1e6)]
    guard let (unit, size) = units.first(where: { Double(databaseSize) >= $0.1 }) else {
      return "\((databaseSize + 999) / 1000) kB"
    }
    return "\((Double(databaseSize) / size * 10).rounded() / 10) \(unit)"
  }
}

extension Gap.Reason {
  /// What happened, in a few words.
  var brief: String {
    switch self {
    case .vacuumed: "entries were removed unread"
    case .replaced: "the journal was another one"
    case .cursor: "the place in the journal was lost"
    case .unreadable: "entries could not be read"
    case .suppressed: "journald dropped messages of sshd"
    case .logLevel: "sshd did not say who logs in"
    }
  }
}
