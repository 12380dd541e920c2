// Logins as lines, as a table and as CSV.

import Alerts
import Foundation
import Sessions
import Store
import TestKit
import Testing

@testable import ssh_alertd

struct LoginTextTests {
  private func table(_ logins: Login..., decision: RecordedDecision? = nil, why: Bool = false) -> String {
    LoginTableText(logins.map { RecordedLogin(id: 7, login: $0, decision: decision) }, why: why).text
  }

  @Test func `below a login stands what was decided about it, and why`() {
    #expect(table(.make(), why: true).hasSuffix("\n  7: not decided about yet"))
    let decision = RecordedDecision(name: "silent", reason: "rule 2", news: [.network, .key])
    let text = table(.make(), decision: decision, why: true)
    #expect(text.hasSuffix("\n  7: silent, rule 2; new network, new key"))
    #expect(!table(.make(), decision: decision).contains("rule"))
  }

  private static let ended = SessionEnd.make(at: 7325, sign: .pam)

  @Test func `a line says who, from where, by what and until when`() {
    let key = KeyUse(type: "RSA", fingerprint: "SHA256:x")
    let line = LoginLine.text(.make(method: "publickey", key: key, end: Self.ended))
    #expect(line.contains(" web1 alice from 203.0.113.7 port 50000 by publickey RSA SHA256:x, until "))
    #expect(line.hasSuffix(" (pam)"))
  }

  @Test func `an open and unverified login is said to be so`() {
    #expect(LoginLine.text(.make(verified: false)).hasSuffix(" by password, still open [unverified]"))
  }

  @Test func `an old certificate is named by its id`() {
    let certificate = Certificate(id: "laptop", serial: nil, authority: nil)
    let line = LoginLine.text(.make(key: KeyUse(type: "RSA-CERT", fingerprint: nil, certificate: certificate)))
    #expect(line.contains(" RSA-CERT laptop, still open"))
  }

  @Test func `a hostile name cannot steer a terminal, in line or table`() {
    let login = Login.make(user: "x\u{1B}[2J\n")
    for text in [LoginLine.text(login), table(login)] { #expect(!text.contains("\u{1B}")) }
    #expect(table(login).split(separator: "\n").count == 2)
  }

  @Test func `a table is aligned, has no spaces at its ends and fits 80 columns`() throws {
    let lines = table(.make(end: Self.ended), .make(user: "bob", address: "2001:db8::7"))
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("TIME"))
    #expect(lines.allSatisfy { $0.count <= 80 && !$0.hasSuffix(" ") })
    let column = try #require(lines[0].firstRange(of: "FROM")).lowerBound
    let width = lines[0].distance(from: lines[0].startIndex, to: column)
    #expect(lines[1].dropFirst(width).hasPrefix("203.0.113.7"))
    #expect(lines[1].contains("2:02:05"))
    #expect(lines[1].hasSuffix("pam"))
    #expect(lines[2].hasSuffix("open"))
  }

  @Test func `an empty table is its head`() {
    #expect(table() == "TIME  USER  FROM  METHOD  LASTED  END")
  }

  @Test func `CSV quotes what needs it and nothing else`() throws {
    let directory = try TemporaryDirectory()
    let store = try Store(path: directory.path("a.db"))
    let login = Login.make(user: "say \"hi\", bob\n")
    try store.record(
      SessionBatch([login, .make(pid: 2)]), upTo: JournalPosition(cursor: nil, at: .at(0)), of: "test", at: .now)
    let text = LoginCSV.text(try store.undecidedLogins(limit: 9))
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("id,user,address,port,method,methods,key_type,"))
    #expect(lines[1].hasPrefix("1,\"say \"\"hi\"\", bob\n\",203.0.113.7,50000,password,password,,,,,,"))
    #expect(lines[2].hasPrefix("2,alice,203.0.113.7,"))
    #expect(lines[2].count { $0 == "," } == lines[0].count { $0 == "," })
  }
}
