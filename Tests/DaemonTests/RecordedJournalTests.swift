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

  /// pam, sshd, logind, a reboot, a power loss: what the clients and servers of these journals did to each other.
  @Test(arguments: RecordedJournal.suites, [SessionEnd.Sign.pam, .disconnect, .logind, .reboot, nil])
  func `sessions end in each way as often as the recorder saw it`(suite: String, sign: SessionEnd.Sign?) throws {
    let journal = try RecordedJournal(suite)
    let expected = try journal.expectedLogins().filter { $0["closed_by"] as? String == sign?.rawValue }
    var logins: [Login] = []
    try Replay(.directory(journal.path)).run { if $0.session.end?.sign == sign { logins.append($0) } }
    #expect(logins.map(\.cursor) == expected.map { $0["cursor"] as? String })
    #expect(sign == nil || !logins.isEmpty)
    #expect(logins.allSatisfy { ($0.session.end?.durationMicroseconds ?? 0) >= 0 })
  }

  @Test(arguments: RecordedJournal.suites)
  func `two factors are both known where sshd logged them`(suite: String) throws {
    let journal = try RecordedJournal(suite)
    var methods: Set<String> = []
    try Replay(.directory(journal.path)).run {
      if !$0.earlierFactors.isEmpty { methods.insert($0.methods) }
    }
    #expect(methods == ["publickey,password"])
  }

  @Test(arguments: RecordedJournal.suites)
  func `a session has logind's id and its terminal where the journal has them`(suite: String) throws {
    let journal = try RecordedJournal(suite)
    var logins: [Login] = []
    try Replay(.directory(journal.path)).run { logins.append($0) }
    #expect(logins.contains { $0.session.logindID != nil })
    #expect(Set(logins.compactMap(\.session.tty)) == ["pts/0"])
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
