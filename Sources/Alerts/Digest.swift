// Many logins in one mail: where there were too many for a mail each, or where they are old.

public import Sessions

/// The logins that one mail tells of.
public struct Digest: Equatable, Sendable {
  /// Why they come together.
  public var kind: DigestKind
  /// The server that most of them are on.
  public var hostname: String
  /// The first ones, in the order of time; at most `Digest.mostLines`.
  public var lines: [Line]
  /// How many there are in all.
  public var count: Int

  /// So many are listed; the rest is counted, and in the record.
  public static let mostLines = 2000

  /// One of the logins.
  public struct Line: Equatable, Sendable {
    /// Which.
    public var login: Login
    /// What was new about it.
    public var news: [News]
    /// Why it stands here.
    public var reason: Reason

    /// Takes the parts.
    public init(_ login: Login, news: [News] = [], reason: Reason) {
      self.login = login
      self.news = news
      self.reason = reason
    }
  }

  /// Why a login stands in a digest.
  public enum Reason: String, Sendable {
    /// There were more than the limit allows.
    case limit
    /// It was old before it could be told of.
    case late
    /// It had a mail of its own; it is listed for completeness.
    case mailed
    /// A rule asks for a digest.
    case rule
  }

  /// Takes the parts.
  public init(_ kind: DigestKind = .burst, hostname: String, lines: [Line], count: Int) {
    self.kind = kind
    self.hostname = hostname
    self.lines = lines
    self.count = count
  }
}
