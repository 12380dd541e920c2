// The recorded journals, replayed: exactly the logins that an independent reader found in them.

import Foundation
import Journal
import Sessions
import TestKit
import Testing

@testable import Daemon

struct RecordedJournalTests {
  /// logind and sshd are all that a replay sees of a new boot; the recorder saw its first entry.
  private static let rebootTolerance: Int64 = 120_000_000

  @Test(arguments: RecordedJournal.suites)
  func `a replay finds each login with all that is known of it`(suite: String) throws {
    let journal = try RecordedJournal(suite)
    let expected = try journal.expectedLogins()
    var logins: [Login] = []
    try Replay(.directory(journal.path)).run { logins.append($0) }
    #expect(logins.count == expected.count)
    for (login, expected) in zip(logins, expected) { check(login, expected) }
  }

  private func check(_ login: Login, _ expected: [String: any Sendable]) {
    for (field, value) in Self.texts(login) {
      #expect(value == expected[field] as? String, "\(field) of \(login.cursor)")
    }
    for (field, value) in Self.numbers(login) {
      #expect(value == (expected[field] as? NSNumber)?.int64Value, "\(field) of \(login.cursor)")
    }
    #expect(login.isVerified == (expected["verified"] as? NSNumber)?.boolValue, "verified of \(login.cursor)")
    let closedAt = (expected["closed_at"] as? NSNumber)?.int64Value
    if login.session.end?.sign == .reboot, let found = login.session.end?.at.microseconds, let closedAt {
      #expect(abs(found - closedAt) <= Self.rebootTolerance, "closed_at of \(login.cursor)")
    } else {
      #expect(login.session.end?.at.microseconds == closedAt, "closed_at of \(login.cursor)")
    }
  }

  private static func texts(_ login: Login) -> [(String, String?)] {
    let certificate = login.key?.certificate
    return [
      ("user", login.user), ("address", login.origin.address), ("method", login.method), ("key_type", login.key?.type),
      ("fingerprint", login.key?.fingerprint), ("cert_id", certificate?.id), ("cert_serial", certificate?.serial),
      ("cert_ca", certificate?.authority), ("closed_by", login.session.end?.sign.rawValue),
      ("boot_id", login.identity.bootID), ("machine_id", login.identity.machineID), ("hostname", login.hostname),
      ("cursor", login.cursor),
    ]
  }

  private static func numbers(_ login: Login) -> [(String, Int64)] {
    [("at", login.at.microseconds), ("port", Int64(login.origin.port)), ("pid", Int64(login.identity.pid))]
  }
}
