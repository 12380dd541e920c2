// What others say of logins, before they are decided about. Nothing here can hold a login up for longer than the limit, or keep
// its alert from going: what is not known in time is missing.

import Alerts
import Foundation
import GeoIP
import Keys
import Logging
import Processes
import Sessions
import Store

/// Looks up all that is asked about logins. Not Sendable: owned by one thread.
final class LoginLookup {
  private let limit: Duration
  private let places: PlaceFinder
  private let names: ReverseName?
  private let keys: BoundedWork<KeyQuestion, Result<KeyName?, KeyError>>?
  private var keyFailures: FailureLog

  private struct KeyQuestion: Hashable, Sendable {
    var user: String
    /// Of the key, or of the CA of a certificate.
    var fingerprint: String
  }

  /// So many logins at once are a flood, or long past: nobody outside is asked about them.
  static let mostAsked = 100

  /// - Throws: what is wrong with the service's settings.
  init(_ settings: LookupSettings, store: Store, logger: Logger) throws {
    limit = settings.lookup.limit
    places = try PlaceFinder(settings, store: store, logger: logger)
    names = settings.lookup.asksReverseNames ? ReverseName() : nil
    keys = settings.keyNames.map { keyNames in
      BoundedWork(name: "key-name") { question in
        Result { () throws(KeyError) in try keyNames.name(of: question.fingerprint, user: question.user) }
      }
    }
    keyFailures = FailureLog(
      logger, doing: "name the keys of logins", meanwhile: "mail goes without", failing: .lookupFailed)
  }

  /// What is known of each, under its number. All of it together takes no longer than the limit.
  func findings(on logins: [RecordedLogin], at now: Date) -> [Int64: LoginFindings] {
    let deadline = ContinuousClock.now + (logins.count < Self.mostAsked ? limit : .zero)
    var known = Known()
    return logins.reduce(into: [:]) { findings, recorded in
      findings[recorded.id] = self.findings(on: recorded.login, &known, until: deadline, at: now)
    }
  }

  /// What the logins before in the list have made known.
  private struct Known {
    var places: [String: Place?] = [:]
    var names: [String: String?] = [:]
    var keys: [KeyQuestion: KeyName?] = [:]
  }

  private func findings(
    on login: Login, _ known: inout Known, until deadline: ContinuousClock.Instant, at now: Date
  ) -> LoginFindings {
    let address = login.origin.address
    var findings = LoginFindings()
    findings.place = known.places.value(of: address) {
      places.place(of: address, within: max(.zero, deadline - .now), at: now)
    }
    if let print = login.keyUses.lazy.compactMap({ $0?.certificate?.authority ?? $0?.fingerprint }).first {
      let question = KeyQuestion(user: login.user, fingerprint: print)
      findings.keyName = known.keys.value(of: question) { keyName(question, within: deadline - .now) }
    }
    findings.reverseName = known.names.value(of: address) { reverseName(of: address, within: deadline - .now) }
    return findings
  }

  private func reverseName(of text: String, within time: Duration) -> String? {
    guard let address = IPAddress(text), AddressScope(of: address) == .global else { return nil }
    return names?.name(of: address, within: time)
  }

  private func keyName(_ question: KeyQuestion, within time: Duration) -> KeyName? {
    guard let keys, time > .zero else { return nil }
    switch keys.answer(to: question, within: time) {
    case .success(let name):
      keyFailures.succeeded()
      return name
    case .failure(let error): keyFailures.failed(error.description)
    case nil: keyFailures.failed("nobody answers in time")
    }
    return nil
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
