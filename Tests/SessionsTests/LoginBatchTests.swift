// The logins of a batch, each once.

import TestKit
import Testing

@testable import Sessions

struct LoginBatchTests {
  @Test func `a login that changes stands once, at its first place, in its newest state`() {
    let ended = Login.make(pid: 1, end: SessionEnd(at: .at(5), sign: .pam))
    var batch = LoginBatch()
    batch.take([.make(pid: 1), .make(pid: 2)])
    batch.take([ended])
    batch.take([])
    #expect(batch.logins == [ended, .make(pid: 2)])
  }

  @Test(arguments: [Login.make(at: 1), .make(boot: Scene.nextBoot), .make(machine: "other"), .make(pid: 101)])
  func `logins that differ in one part of their identity are two`(other: Login) {
    var batch = LoginBatch()
    batch.take([.make(), other])
    #expect(batch.logins == [.make(), other])
  }
}
