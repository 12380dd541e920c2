// What a failure holds of its line: bounded, and only what can be relied on.

import TestKit
import Testing

@testable import Sessions

struct FailedAttemptTests {
  private func attempt(_ message: String, uid: UInt32 = 0, pid: Int32? = 100) -> FailedAttempt? {
    guard case .failed(let attempt) = SessionParser().event(in: .make(message, at: 3, pid: pid, uid: uid)) else {
      return nil
    }
    return attempt
  }

  @Test func `a failure is of its entry's machine, time and process`() {
    let found = attempt("Failed password for alice from 203.0.113.7 port 50122 ssh2", pid: 7)
    #expect(found == .make(at: 3, pid: 7))
  }

  @Test func `a name is cut at 100 characters, after it is decoded`() {
    let name = String(repeating: #"\303\266"#, count: 30) + String(repeating: "x", count: 80)
    let found = attempt("Failed password for invalid user \(name) from 203.0.113.7 port 50122 ssh2")
    #expect(found?.user == String(repeating: "ö", count: 30) + String(repeating: "x", count: 70))
    #expect(found?.address == "203.0.113.7")
  }

  @Test func `a remark without an address says nothing`() {
    #expect(attempt("Invalid user x from 203.0.113.7 port 1")?.weight == .remark)
    #expect(attempt("Invalid user x from client.example.net port 1") == nil)
    #expect(attempt("Failed none for invalid user x from ::1 port 1 ssh2 from ::2 port 2 ssh2") == nil)
  }

  @Test(arguments: [("gssapi-with-mic"), ("gssapi-keyex")]) func `both methods of GSSAPI are one kind`(method: String) {
    #expect(attempt("Failed \(method) for alice from ::1 port 1 ssh2")?.kind == .gssapi)
  }

  @Test(arguments: ["keyboard-interactive", "keyboard-interactive/bsdauth"])
  func `a method that has no line of pam counts itself`(method: String) {
    let found = attempt("Failed \(method) for alice from ::1 port 1 ssh2")
    #expect(found?.kind == .keyboardInteractive)
    #expect(found?.weight == .attempt)
  }

  @Test func `a failure without a pid or of a user is none`() {
    let line = "Failed password for alice from 203.0.113.7 port 50122 ssh2"
    #expect(attempt(line, pid: nil) == nil)
    #expect(attempt(line, uid: 1000) == nil)
  }
}
