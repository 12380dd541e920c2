// Where an address is: what a service told before, else what the files say, else what the service says now. A service that fails
// is left alone for a while, so that it costs its time once, and not each login's.

import Alerts
import Foundation
import GeoIP
import Logging
import Sessions
import Store

/// Finds places. Not Sendable: owned by one thread.
final class PlaceFinder {
  private let files: PlaceFiles
  private let service: PlaceService?
  private let store: Store
  private let logger: Logger
  private var failures: FailureLog
  /// When the service is left alone.
  private var rest = Rest()

  private struct Rest {
    /// Before its beginning the clock was set back.
    var span: Range<Date>?
    var failures = 0
  }

  /// How long an answer is good, and how long it is that there is none; seconds.
  private static let (knownFor, unknownFor): (TimeInterval, TimeInterval) = (30 * 86_400, 86_400)
  /// After a failure; each one more doubles it, up to the second; seconds.
  private static let (firstRest, longestRest): (TimeInterval, TimeInterval) = (60, 3600)

  /// - Throws: `PlaceServiceSettings.Fault`, `CurlError`.
  init(_ settings: LookupSettings, store: Store, logger: Logger) throws {
    files = settings.lookup.files.map(PlaceFiles.init(paths:)) ?? PlaceFiles()
    service = try settings.service.map(PlaceService.init)
    self.store = store
    self.logger = logger
    failures = FailureLog(logger, doing: "ask a service for places, so mail goes without")
  }

  /// Where an address is; nil where nobody knows, and for what is not global, which nobody is asked about.
  /// - Parameter asksService: whether the service is asked as well; takes as long as its limit.
  func place(of text: String, asksService: Bool, at now: Date) throws -> Place? {
    guard let address = IPAddress(text), AddressScope(of: address) == .global else { return nil }
    let cached = service == nil ? nil : try store.cachedPlace(of: address.description, at: now)
    if case .known(let place) = cached { return place }
    if let place = files.place(of: address) { return place }
    for error in files.takeErrors() { logger.warning("place file of no use: \(error)") }
    guard cached == nil, asksService, let service, rest.span?.contains(now) != true else {
      return nil
    }
    return try take(service.place(of: address), about: address, at: now)
  }

  private func take(_ outcome: PlaceOutcome, about address: IPAddress, at now: Date) throws -> Place? {
    switch outcome {
    case .found(let place):
      try succeed(place, address, for: Self.knownFor, at: now)
      return place
    case .unknown: try succeed(nil, address, for: Self.unknownFor, at: now)
    case .limited(let wait): rest(for: wait / .seconds(1), "it is asked too often", at: now)
    case .failed(let reason):
      rest.failures += 1
      let wait = Self.firstRest * pow(2, Double(min(rest.failures - 1, 10)))
      rest(for: min(wait, Self.longestRest), reason, at: now)
    }
    return nil
  }

  private func succeed(_ place: Place?, _ address: IPAddress, for span: TimeInterval, at now: Date) throws {
    rest = Rest()
    failures.succeeded()
    try store.cache(place, of: address.description, until: now + span, at: now)
  }

  private func rest(for span: TimeInterval, _ reason: String, at now: Date) {
    rest.span = now..<now + span
    failures.failed(reason)
  }
}
