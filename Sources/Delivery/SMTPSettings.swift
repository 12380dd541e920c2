// How a mail server is reached, and with which secret.

/// How to reach and please a mail server.
public struct SMTPSettings: Equatable, Sendable {
  /// `smtp://host:587` or `smtps://host:465`.
  public var server: RelayAddress
  /// True where nothing may be said before TLS is up; there is no trying.
  public var requiresTLS: Bool
  /// PEM certificates to trust instead of the system's.
  public var caFile: String?
  /// Who to log in as.
  public var credentials: Credentials?
  /// What to say in EHLO.
  public var heloName: String

  /// A name and a secret.
  public struct Credentials: Equatable, Sendable, CustomStringConvertible {
    /// The account.
    public var username: String
    /// The secret.
    public var password: String

    /// Takes both.
    public init(username: String, password: String) {
      self.username = username
      self.password = password
    }

    /// Without the secret.
    public var description: String { "\(username), password withheld" }
  }

  /// Takes all settings.
  public init(
    server: RelayAddress, requiresTLS: Bool, caFile: String? = nil, credentials: Credentials? = nil, heloName: String
  ) {
    self.server = server
    self.requiresTLS = requiresTLS
    self.caFile = caFile
    self.credentials = credentials
    self.heloName = heloName
  }
}
