// What comes of asking a service where an address is. A refusal and a silence are results like any other: the caller has to know
// for how long not to ask again.

public import Alerts

/// What a service told.
public enum PlaceOutcome: Equatable, Sendable {
  /// Where the address is.
  case found(Place)
  /// It is nowhere that the service knows of: asking again soon would tell the same.
  case unknown
  /// We ask too often; nothing is to be asked for so long.
  case limited(retryAfter: Duration)
  /// Nothing was told, and why, in words that are the same each time; without secrets.
  case failed(reason: String)
}
