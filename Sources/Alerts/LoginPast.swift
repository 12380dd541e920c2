// What the record holds before a login, in the order of the journal: all that novelty is told by.

public import Sessions

/// The past of a login's user on its machine.
public struct LoginPast: Equatable, Sendable {
  /// What this login has, and none of the user's before had.
  public var newFacts: Set<KnownFact> = []
  /// Of which kinds the user has facts at all.
  public var knownKinds: Set<KnownFact.Kind> = []
  /// The methods of the logins before.
  public var methods: Set<String> = []
  /// Other users that have used a key which is new to this one.
  public var keyUsers: [String] = []
  /// The login before.
  public var previous: PastLogin?
  /// When the newest of the logins before was; stays known when its row is gone.
  public var lastAt: Timestamp?
  /// Failed attempts from the same source in the 24 hours before.
  public var failuresFromSource = 0

  /// A user without any.
  public init() {}
}

/// A login that was before another one.
public struct PastLogin: Equatable, Sendable {
  /// When.
  public var at: Timestamp
  /// From which address.
  public var address: String
  /// Where that was.
  public var place: Place?

  /// Takes the parts.
  public init(at: Timestamp, address: String, place: Place? = nil) {
    self.at = at
    self.address = address
    self.place = place
  }
}
