// A mail of its own, or a line in a digest: what keeps alerts readable while somebody logs in a thousand times, without letting
// that noise bury the one login that matters.

public import Foundation

/// How a login is told of.
public enum AlertRoute: Equatable, Sendable {
  /// By a mail of its own.
  case ownMail
  /// By a mail of its own, which counts on the limit for logins with something new.
  case reserve
  /// By a line in a digest.
  case digest(DigestKind)
}

/// What a limit asks of the record.
public protocol MailHistory {
  /// When the nth last login before this one, of the same user from the same network, was decided about; 1 for the last.
  func login(_ nthLast: Int) throws -> Date?
  /// When the nth last mail of its own was queued for the recipient, about a login with something new or about the others.
  func mail(_ nthLast: Int, inReserve: Bool) throws -> Date?
}

extension AlertLimit {
  /// The span that mails are counted in; seconds.
  public static let span: TimeInterval = 3600

  /// The record holds whole microseconds, so that what is decided now may seem to be later; seconds.
  private static let rounding: TimeInterval = 1

  /// All users and networks together may have so many times the mails of one.
  static let mostSources = 10

  /// How to tell of a login.
  public func route(hasNews: Bool, after history: some MailHistory, at now: Date) throws -> AlertRoute {
    guard let limit = mailsAnHour else { return .ownMail }
    func isOver(_ nthLast: Date?) -> Bool {
      nthLast.map { $0 > now - Self.span && $0 < now + Self.rounding } ?? false
    }
    if hasNews, !isOver(try history.mail(limit, inReserve: true)) { return .reserve }
    if isOver(try history.login(limit)) { return .digest(.burst) }
    return isOver(try history.mail(limit * Self.mostSources, inReserve: false)) ? .digest(.burst) : .ownMail
  }
}

extension AlertRoute {
  /// True for a digest that a rule asks for; it does not count on the limit.
  public var isDigestByRule: Bool {
    if case .digest(let kind) = self { kind != .burst } else { false }
  }

  /// True for a mail about this login alone.
  public var isOwnMail: Bool {
    switch self {
    case .ownMail, .reserve: true
    case .digest: false
    }
  }

  /// When a digest is due that is begun now; nil for what is no digest, or is sent once there is a pause.
  public func digestDue(after now: Date, in zone: TimeZone) -> Date? {
    if case .digest(let kind) = self { kind.due(after: now, in: zone) } else { nil }
  }
}
