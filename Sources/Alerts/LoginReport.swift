// A login with all that a mail about it tells.

public import Sessions

/// A login, what is known about it, and what was around it when the mail was composed.
public struct LoginReport: Equatable, Sendable {
  /// The login.
  public var login: Login
  /// `login.id`; nil for a sample.
  public var id: Int64?
  /// What was looked up.
  public var findings = LoginFindings()
  /// What was new about it.
  public var news: [News] = []
  /// Failed attempts in the 24 hours before.
  public var failures = Failures()
  /// Other users that have used its key.
  public var keyUsers: [String] = []
  /// The user's login before.
  public var previous: PastLogin?
  /// The newest of the other sessions that are open on the machine.
  public var openSessions: [Login] = []
  /// How many there are; no more than `mostOpen` are counted.
  public var openCount = 0
  /// Why there is a mail, in the words of the decision.
  public var reason: String?

  /// So many sessions are counted.
  public static let mostOpen = 100
  /// So many are listed.
  public static let listedOpen = 5

  /// Failed attempts before a login.
  public struct Failures: Equatable, Sendable {
    /// From the same source.
    public var fromSource = 0
    /// For the same user.
    public var forUser = 0

    /// Takes both.
    public init(fromSource: Int = 0, forUser: Int = 0) {
      self.fromSource = fromSource
      self.forUser = forUser
    }
  }

  /// A login of which nothing else is known yet.
  public init(_ login: Login, id: Int64? = nil) {
    self.login = login
    self.id = id
  }
}
