// What a batch of entries caused, in journal order, ready to be committed with its position.

/// Collects changes.
public struct SessionBatch: Sendable {
  /// Something that the record has to hold.
  public enum Change: Equatable, Sendable {
    /// A login that was opened, changed or closed, in its newest state, where it first changed.
    case login(Login)
    /// A method that succeeded, of a connection that has not logged in yet.
    case factor(PendingFactor)
    /// Somebody was not let in.
    case failure(FailedAttempt)
    /// Something may have been missed.
    case gap(Gap)
  }

  /// In journal order.
  public private(set) var changes: [Change] = []
  private var places: [LoginIdentity: Int] = [:]

  /// Takes changes in journal order.
  public init(_ changes: [Change] = []) {
    take(changes)
  }

  /// Takes logins in their order.
  public init(_ logins: [Login]) {
    take(logins.map(Change.login))
  }

  /// Takes changes as they are now.
  public mutating func take(_ changes: [Change]) {
    for change in changes { take(change) }
  }

  private mutating func take(_ change: Change) {
    guard case .login(let login) = change else { return changes.append(change) }
    if let place = places[login.identity] {
      changes[place] = change
    } else {
      places[login.identity] = changes.count
      changes.append(change)
    }
  }

  /// The logins among the changes.
  public var logins: [Login] {
    changes.compactMap { if case .login(let login) = $0 { login } else { nil } }
  }
}
