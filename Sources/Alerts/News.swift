// What can be new about a login, or odd enough to be told like news.

/// A reason to look at a login.
public enum News: String, CaseIterable, Sendable {
  /// The first login of this user.
  case login
  /// The first one from this country.
  case country
  /// The first one from this autonomous system.
  case autonomousSystem = "as"
  /// The first one from this network.
  case network
  /// The first use of this key.
  case key
  /// A key that another user has used.
  case sharedKey = "shared_key"
  /// A password where it was always a key.
  case password
  /// The first use of this method, otherwise.
  case method
  /// Root, by a password.
  case rootPassword = "root_password"
  /// Too far from the login before, for the time between them.
  case travel
  /// After failures from the same source.
  case failures
  /// After a long time without.
  case absence
}
