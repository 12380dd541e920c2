// Where an address is: what the files say; where they do not know the country, what a service told before, or tells now. A service
// that fails is left alone for a while, so that it costs its time once, and not each login's.

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
    failures = FailureLog(
      logger, doing: "ask a service for places", meanwhile: "mail goes without", failing: .lookupFailed)
  }

  /// Where an address is; nil where nobody knows, and for what is not global, which nobody is asked about.
  /// - Parameter time: how long the service may take; zero for not to ask it.
  func place(of text: String, within time: Duration, at now: Date) -> Place? {
    guard let address = IPAddress(text), AddressScope(of: address) == .global else { return nil }
    let place = files.place(of: address)
    for error in files.takeErrors() { warn("place file of no use", "\(error)") }
    guard place?.country == nil, let service else { return place }
    return Place.merged([ask(service, about: address, within: time, at: now), place].compactMap(\.self))
  }

  private func ask(_ service: PlaceService, about address: IPAddress, within time: Duration, at now: Date) -> Place? {
    do {
      switch try store.cachedPlace(of: address.description, at: now) {
      case .known(let place): return place
      case .unknown: return nil
      case nil: break
      }
    } catch {
      warn("cannot look into geo_cache", Store.reason(error))
    }
    guard time > .zero, rest.span?.contains(now) != true else { return nil }
    return take(service.place(of: address, within: time), about: address, at: now)
  }

  private func take(_ outcome: PlaceOutcome, about address: IPAddress, at now: Date) -> Place? {
    switch outcome {
    case .found(let place):
      succeed(place, address, for: Self.knownFor, at: now)
      return place
    case .unknown: succeed(nil, address, for: Self.unknownFor, at: now)
    case .limited(let wait): rest(for: wait / .seconds(1), "it is asked too often", at: now)
    case .failed(let reason):
      rest.failures += 1
      let wait = Self.firstRest * pow(2, Double(min(rest.failures - 1, 10)))
      rest(for: min(wait, Self.longestRest), reason, at: now)
    }
    return nil
  }

  private func succeed(_ place: Place?, _ address: IPAddress, for span: TimeInterval, at now: Date) {
    rest = Rest()
    failures.succeeded()
    do {
      try store.cache(place, of: address.description, until: now + span, at: now)
    } catch {
      warn("cannot keep what a service told, asking it again next time", Store.reason(error))
    }
  }

  private func rest(for span: TimeInterval, _ reason: String, at now: Date) {
    rest.span = now..<now + span
    failures.failed(reason)
  }

  private func warn(_ what: String, _ reason: String) {
    logger.log(.warning, .lookupFailed, "\(what): \(reason)", [.reason: reason])
  }
}
