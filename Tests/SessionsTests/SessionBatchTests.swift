// What a batch caused: each login once, all else as it came.

import TestKit
import Testing

@testable import Sessions

struct SessionBatchTests {
  @Test func `a login that changes stands once, at its first place, in its newest state`() {
    let ended = Login.make(pid: 1, end: SessionEnd.make(at: 5, sign: .pam))
    var batch = SessionBatch([Login.make(pid: 1), .make(pid: 2)])
    batch.take([.login(ended)])
    batch.take([])
    #expect(batch.logins == [ended, .make(pid: 2)])
  }

  @Test(arguments: [Login.make(at: 1), .make(boot: Scene.nextBoot), .make(machine: "other"), .make(pid: 101)])
  func `logins that differ in one part of their identity are two`(other: Login) {
    #expect(SessionBatch([Login.make(), other]).logins == [.make(), other])
  }

  @Test func `all else stands as often as it came, in its order`() {
    let login = Login.make()
    let closed = Login.make(end: .make(at: 9))
    var batch = SessionBatch([.failure(.make()), .login(login), .failure(.make()), .factor(.make())])
    batch.take([.gap(.make()), .login(closed)])
    #expect(
      batch.changes == [.failure(.make()), .login(closed), .failure(.make()), .factor(.make()), .gap(.make())])
    #expect(batch.logins == [closed])
  }

  @Test func `without changes it is empty`() {
    #expect(SessionBatch().changes == [])
    #expect(SessionBatch().logins == [])
  }
}
