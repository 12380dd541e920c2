// The logins that a batch of entries opened or changed, each once, as it is after the last of them.

/// Collects changes, in the order in which the logins first changed.
public struct LoginBatch: Sendable {
  /// Each login that changed, in its newest state.
  public private(set) var logins: [Login] = []
  private var places: [LoginIdentity: Int] = [:]

  /// Starts empty.
  public init() {}

  /// Takes logins as they are now.
  public mutating func take(_ changed: [Login]) {
    for login in changed {
      if let place = places[login.identity] {
        logins[place] = login
      } else {
        places[login.identity] = logins.count
        logins.append(login)
      }
    }
  }
}
