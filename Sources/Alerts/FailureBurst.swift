// Many failed attempts on a server within an hour or two, as they were when the mail about them was queued.

public import Sessions

/// A burst of failed attempts.
public struct FailureBurst: Codable, Equatable, Sendable {
  /// The server's name.
  public var hostname: String
  /// The start of the first hour that is counted.
  public var from: Timestamp
  /// The moment at which it was counted.
  public var to: Timestamp
  /// How many failed attempts.
  public var count: Int
  /// From how many sources, as far as they are told apart.
  public var sourceCount = 0
  /// Under how many names, as far as they are told apart.
  public var userCount = 0
  /// Failures whose source and name are not told apart, since there were too many.
  public var restCount = 0
  /// The sources with most of them.
  public var sources: [NamedCount] = []
  /// The names with most of them.
  public var users: [NamedCount] = []
  /// The newest logins from one of the sources in that time.
  public var logins: [Success] = []
  /// How many logins there were.
  public var loginCount = 0

  /// So many logins are listed.
  public static let mostLogins = 10

  /// A login from where others failed.
  public struct Success: Codable, Equatable, Sendable {
    /// When.
    public let at: Timestamp
    /// Who.
    public let user: String
    /// From where.
    public let address: String
    /// Failed attempts from there in the 24 hours before.
    public let failures: Int

    /// Takes the parts.
    public init(_ login: Login, failures: Int) {
      at = login.at
      user = login.user.printable(limit: 64)
      address = login.origin.address.printable(limit: 64)
      self.failures = failures
    }
  }

  /// Takes what every burst has.
  public init(on hostname: String, from: Timestamp, to: Timestamp, count: Int) {
    self.hostname = hostname.printable(limit: 64)
    self.from = from
    self.to = to
    self.count = count
  }
}

extension FailureBurst {
  /// `web1: 1234 failed attempts from 5 sources`; where it matters most, `…, and a login from one of them`.
  var subject: String {
    let success =
      loginCount == 0 ? "" : loginCount == 1 ? ", and a login from one of them" : ", and \(loginCount) logins"
    return "\(hostname): \(count.of("failed attempt")) from \(sourceWords)\(success)"
  }

  /// `alice, bob logged in from where others failed`, or that nobody did.
  var successWords: String {
    guard !logins.isEmpty else { return "Nobody has logged in from any of these sources." }
    let names = Set(logins.map(\.user)).sorted().joined(separator: ", ")
    return "\(names) logged in from where others failed."
  }

  /// `5 sources`, `more than 10000 sources`.
  var sourceWords: String { (restCount > 0 ? "more than " : "") + sourceCount.of("source") }

  /// `5 names`.
  var userWords: String { (restCount > 0 ? "more than " : "") + userCount.of("name") }
}
