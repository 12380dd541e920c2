// What is counted together.

import TestKit
import Testing

@testable import Sessions

struct FailureKeyTests {
  @Test func `failures of one machine, day, source and name are counted together`() {
    let key = FailureKey(.make())
    #expect(key == FailureKey(machineID: Scene.machine, day: "2026-11-24", source: "203.0.113.7", user: "alice"))
    #expect(FailureKey(.make(.closed, .ending, at: 60, pid: 7)) == key)
    for other in [
      FailedAttempt.make(user: "bob"), .make(user: nil), .make(address: "203.0.113.8"), .make(address: nil),
      .make(at: 86_400), .make(machine: "other"),
    ] { #expect(FailureKey(other) != key) }
  }

  @Test func `the hosts of an IPv6 network are one source`() {
    #expect(FailureKey(.make(address: "2001:db8:1:2::7")) == FailureKey(.make(address: "2001:db8:1:2:a:b:c:d")))
    #expect(FailureKey(.make(address: "2001:db8:1:2::7")) != FailureKey(.make(address: "2001:db8:1:3::7")))
  }

  @Test func `what is not known is empty, and what does not fit is a star`() {
    #expect(FailureKey(.make(user: nil, address: nil)).source == "")
    #expect(FailureKey(.make(user: nil, address: nil)).user == "")
    let rest = FailureKey(.make()).rest
    #expect(rest == FailureKey(machineID: Scene.machine, day: "2026-11-24", source: "*", user: "*"))
  }
}
