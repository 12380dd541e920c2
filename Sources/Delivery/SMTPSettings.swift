// How a mail server is reached, and with which secret.

/// How to reach and please a mail server.
public struct SMTPSettings: Sendable {
  /// `smtp://host:587` or `smtps://host:465`.
  public var server: RelayAddress
  /// True where nothing may be said before TLS is up; there is no trying.
  public var requiresTLS: Bool
  /// PEM certificates to trust instead of the system's.
  public var caFile: String?
  /// What we show a server that asks who we are.
  public var clientCertificate: ClientCertificate?
  /// Who to log in as.
  public var credentials: Credentials?
  /// What to say in EHLO.
  public var heloName: String
  /// How long a server may take.
  public var limits: Limits

  /// A certificate and its key, PEM files. The key has no passphrase.
  public struct ClientCertificate: Equatable, Sendable {
    /// Path of the chain.
    public var certificate: String
    /// Path of the key.
    public var key: String

    /// Takes both paths.
    public init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// A name and a secret.
  public struct Credentials: Sendable, CustomStringConvertible {
    /// The account.
    public var username: String
    /// What proves it.
    public var secret: Secret
    /// The only mechanism to use; nil for the best that both sides know.
    public var mechanism: Mechanism?

    /// Takes all three.
    public init(username: String, secret: Secret, mechanism: Mechanism? = nil) {
      self.username = username
      self.secret = secret
      self.mechanism = mechanism
    }

    /// Without the secret.
    public var description: String { "\(username), \(secret)" }
  }

  /// What proves who we are.
  public enum Secret: Sendable, CustomStringConvertible {
    /// The same every time.
    case password(String)
    /// A bearer token (RFC 6750) for XOAUTH2, asked for before each login. Told which token the server has just refused, it
    /// gives a new one, or the same where it knows no other.
    case token(@Sendable (_ refused: String?) throws -> String)

    /// Without the secret.
    public var description: String { "secret withheld" }
  }

  /// How to log in: `AUTH=` of CURLOPT_LOGIN_OPTIONS(3).
  public enum Mechanism: String, Sendable, CaseIterable {
    case plain = "PLAIN"
    case login = "LOGIN"
    case cramMD5 = "CRAM-MD5"
    case xoauth2 = "XOAUTH2"
  }

  /// How long a server may take, so that one which takes the call and then says nothing cannot hold the queue.
  public struct Limits: Equatable, Sendable {
    /// Until the connection stands, TLS is up and we are logged in.
    public var connect: Duration
    /// For a whole mail, connecting included.
    public var total: Duration
    /// Until a reply is complete, and without a byte of a mail going out.
    public var silence: Duration

    /// 30 s, 2 min, 1 min.
    public static let standard = Limits(connect: .seconds(30), total: .seconds(120), silence: .seconds(60))

    /// Takes all three, whole seconds.
    public init(connect: Duration, total: Duration, silence: Duration) {
      self.connect = connect
      self.total = total
      self.silence = silence
    }
  }

  /// Takes all settings.
  public init(
    server: RelayAddress, requiresTLS: Bool, caFile: String? = nil, clientCertificate: ClientCertificate? = nil,
    credentials: Credentials? = nil, heloName: String, limits: Limits = .standard
  ) {
    self.server = server
    self.requiresTLS = requiresTLS
    self.caFile = caFile
    self.clientCertificate = clientCertificate
    self.credentials = credentials
    self.heloName = heloName
    self.limits = limits
  }
}
