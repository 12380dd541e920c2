// The table of sshd's messages against lines of real servers: each row is met, and no line is taken for what it is not.

import TestKit
import Testing

@testable import Sessions

struct SSHDGrammarTests {
  @Test(arguments: try SSHDSample.all()) func `each line is what it was`(sample: SSHDSample) {
    let event = SessionParser().event(in: .make(sample.message, uid: sample.uid ?? 0))
    #expect(event.name == sample.meaning)
    guard let event, sample.isAmbiguous != true else { return }
    #expect(event.user == sample.user)
    #expect(event.address == sample.address)
  }

  @Test(arguments: try SSHDSample.all().filter { $0.meaning == "failed" })
  func `each failure is of its kind and weight`(sample: SSHDSample) throws {
    let attempt = try #require(SessionParser().event(in: .make(sample.message)).attempt)
    #expect(attempt.kind.rawValue == sample.kind)
    #expect("\(attempt.weight)" == sample.weight)
  }

  @Test(arguments: try SSHDSample.all().filter { $0.isAmbiguous == true && $0.weight != "remark" })
  func `a line that can be read with two addresses has none`(sample: SSHDSample) throws {
    let attempt = try #require(SessionParser().event(in: .make(sample.message)).attempt)
    #expect(attempt.address == nil)
  }

  @Test(arguments: try SSHDSample.all().filter { $0.meaning != "disconnected" && $0.meaning != "started" })
  func `no user can write a line of the monitor`(sample: SSHDSample) {
    #expect(SessionParser().event(in: .make(sample.message, uid: 1000)) == nil)
  }

  @Test func `each row is the first that fits one of the lines`() throws {
    let lines = try SSHDSample.all().map { SSHDLine($0.message) }
    let met = Set(lines.compactMap { line in SSHDGrammar.rows.firstIndex { $0.match(line) != nil } })
    let missed = SSHDGrammar.rows.indices.filter { !met.contains($0) }
    #expect(missed.map { "\($0): \(SSHDGrammar.rows[$0].pattern.start)…" } == [])
  }

  /// But for one that begins with a file's name, what another module of pam says, and what only a debugging sshd does.
  @Test(
    arguments: try SSHDSample.all().filter { sample in
      !["/", "pam_succeed_if", "debug1: "].contains { sample.message.hasPrefix($0) }
    })
  func `each line has a row`(sample: SSHDSample) {
    #expect(SSHDGrammar.find(SSHDLine(sample.message)) != nil)
  }

  @Test func `a row is found by the first word of its lines, in the order of the table`() throws {
    for sample in try SSHDSample.all() {
      let line = SSHDLine(sample.message)
      let found = SSHDGrammar.find(line)?.row.pattern.start
      #expect(found == SSHDGrammar.rows.first { $0.match(line) != nil }?.pattern.start, "\(sample)")
    }
  }

  @Test(arguments: [
    ("Connection closed by invalid user ", FailedAttempt.Kind.closed),
    ("Connection closed by authenticating user ", .closed),
    ("administratively prohibited connection for invalid user ", .refused),
    ("error: PAM: Authentication failure for illegal user ", .keyboardInteractive),
    ("error: PAM: Authentication failure for ", .keyboardInteractive),
    ("Failed password for invalid user ", .password), ("Failed hostbased for ", .hostbased),
  ]) func `a failure that was cut still counts, with its name and no address`(
    start: String, kind: FailedAttempt.Kind
  ) throws {
    let name = String(repeating: "x", count: 600)
    let message = String((start + name).prefix(SSHDLine.longest))
    let attempt = try #require(SessionParser().event(in: .make(message)).attempt)
    #expect(attempt.kind == kind)
    #expect(attempt.user == String(repeating: "x", count: FailedAttempt.longestUser))
    #expect(attempt.address == nil)
  }

  @Test(arguments: ["Accepted password for ", "Disconnected from user ", "Some other line of "])
  func `what was cut is nothing else than a failure`(start: String) {
    let message = String((start + String(repeating: "x", count: 600)).prefix(SSHDLine.longest))
    #expect(SessionParser().event(in: .make(message)) == nil)
  }
}

extension SessionEvent? {
  /// Its case.
  fileprivate var name: String {
    self.map { String("\($0)".prefix { $0 != "(" }) } ?? "nothing"
  }

  fileprivate var attempt: FailedAttempt? {
    if case .failed(let attempt) = self { attempt } else { nil }
  }
}

extension SessionEvent {
  fileprivate var user: String? {
    switch self {
    case .accepted(let login): login.user
    case .failed(let attempt): attempt.user
    case .started(_, let user, _, _): user
    case .disconnected(let user, _, _): user
    default: nil
    }
  }

  fileprivate var address: String? {
    switch self {
    case .accepted(let login): login.origin.address
    case .failed(let attempt): attempt.address
    case .started(_, _, let origin, _), .disconnected(_, let origin, _): origin.address
    default: nil
    }
  }
}
