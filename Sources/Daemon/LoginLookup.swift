// What others say of logins, before they are decided about. Nothing here can hold a login up for longer than the limit, or keep
// its alert from going: what is not known in time is missing.

import Alerts
import Foundation
import GeoIP
import Keys
import Logging
import Sessions
import Store

/// Looks up all that is asked about logins. Not Sendable: owned by one thread.
final class LoginLookup {
  private let settings: LookupSettings
  private let places: PlaceFinder
  private let names: ReverseName?
  private var placeFailures: FailureLog
  private var keyFailures: FailureLog

  /// So many logins at once are a flood, or long past: nobody outside is asked about them.
  static let mostAsked = 100

  /// - Throws: what is wrong with the service's settings.
  init(_ settings: LookupSettings, store: Store, logger: Logger) throws {
    self.settings = settings
    places = try PlaceFinder(settings, store: store, logger: logger)
    names = settings.lookup.asksReverseNames ? ReverseName() : nil
    let without = "so mail goes without"
    placeFailures = FailureLog(logger, doing: "look up places, \(without)", failing: .lookupFailed)
    keyFailures = FailureLog(logger, doing: "name the keys of logins, \(without)", failing: .lookupFailed)
  }

  /// What is known of each, under its number. All of it together takes no longer than the limit, and a little.
  func findings(on logins: [RecordedLogin], at now: Date) -> [Int64: LoginFindings] {
    let deadline = ContinuousClock.now + settings.lookup.limit
    let isFlood = logins.count >= Self.mostAsked
    var known = Known()
    return logins.reduce(into: [:]) { findings, recorded in
      let isAsked = !isFlood && ContinuousClock.now < deadline
      findings[recorded.id] = self.findings(on: recorded.login, &known, isAsked: isAsked, until: deadline, at: now)
    }
  }

  /// What the logins before in the list have made known.
  private struct Known {
    var places: [String: Place?] = [:]
    var names: [String: String?] = [:]
    var keys: [[String]: KeyName?] = [:]
  }

  private func findings(
    on login: Login, _ known: inout Known, isAsked: Bool, until deadline: ContinuousClock.Instant, at now: Date
  ) -> LoginFindings {
    let address = login.origin.address
    var findings = LoginFindings()
    findings.place = known.places.value(of: address) { place(of: address, asksService: isAsked, at: now) }
    guard isAsked else { return findings }
    if let print = login.keyUses.lazy.compactMap({ $0?.certificate?.authority ?? $0?.fingerprint }).first {
      findings.keyName = known.keys.value(of: [login.user, print]) { keyName(of: print, user: login.user) }
    }
    findings.reverseName = known.names.value(of: address) { reverseName(of: address, until: deadline) }
    return findings
  }

  private func place(of address: String, asksService: Bool, at now: Date) -> Place? {
    do {
      let place = try places.place(of: address, asksService: asksService, at: now)
      placeFailures.succeeded()
      return place
    } catch {
      placeFailures.failed(error)
      return nil
    }
  }

  private func reverseName(of text: String, until deadline: ContinuousClock.Instant) -> String? {
    guard let address = IPAddress(text), AddressScope(of: address) == .global else { return nil }
    return names?.name(of: address, within: max(.zero, deadline - .now))
  }

  private func keyName(of fingerprint: String, user: String) -> KeyName? {
    guard let keyNames = settings.keyNames else { return nil }
    do throws(KeyError) {
      let name = try keyNames.name(of: fingerprint, user: user)
      keyFailures.succeeded()
      return name
    } catch {
      keyFailures.failed(error.description)
      return nil
    }
  }
}

extension Dictionary {
  /// The value that is there, or else one that is made and kept.
  fileprivate mutating func value<Wrapped>(of key: Key, _ make: () -> Wrapped?) -> Wrapped? where Value == Wrapped? {
    if let value = self[key] { return value }
    let value = make()
    self[key] = .some(value)
    return value
  }
}
