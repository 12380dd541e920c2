// Users of this machine, and what they may.

import Foundation
import Testing

@testable import Keys

struct AccountTests {
  private let alice = Account(name: "alice", uid: 1007, home: "/home/alice", groups: [100, 1007], ownGroup: 1007)

  private func status(_ uid: uid_t, _ gid: gid_t, _ mode: mode_t) -> stat {
    var status = stat()
    (status.st_uid, status.st_gid, status.st_mode) = (uid, gid, mode)
    return status
  }

  @Test func `a user is found with home and groups`() throws {
    let root = try Account(named: "root")
    #expect(root.uid == 0)
    #expect(root.home == "/root")
    #expect(root.groups.contains(0))
    #expect(root.ownGroup == 0)
    #expect(try Account(named: "games").ownGroup != 0)
  }

  @Test(arguments: ["", ".", "..", "../root", "/", "a/b", "root\0", "\0"])
  func `a name that could lead elsewhere is no user's`(name: String) {
    let error = #expect(throws: KeyError.self) { try Account(named: name) }
    #expect(error?.description.hasSuffix("is no name of a user") == true)
  }

  @Test(arguments: ["nobody-has-this", "root ", "Root", "\u{1B}[31m"]) func `a user that is not there is told`(
    name: String
  ) {
    let error = #expect(throws: KeyError.self) { try Account(named: name) }
    #expect(error?.description.hasSuffix("': no such user") == true)
    #expect(error?.description.contains("\u{1B}") == false)
  }

  @Test(
    arguments: [
      (1007, 1007, 0o644, true), (0, 0, 0o600, true), (1007, 100, 0o660, false), (1007, 1007, 0o664, true),
      (0, 1007, 0o664, true), (1007, 1007, 0o602, false), (1008, 1007, 0o600, false), (0, 0, 0o666, false),
    ] as [(uid_t, gid_t, mode_t, Bool)])
  func `only he, his own group and root may be able to change it`(uid: uid_t, gid: gid_t, mode: mode_t, isSafe: Bool) {
    #expect(alice.isGuarded(status(uid, gid, mode)) == isSafe)
  }

  @Test(
    arguments: [
      (1007, 0, 0o400, true), (1007, 1007, 0o044, false), (0, 100, 0o640, true), (0, 100, 0o604, false),
      (0, 0, 0o640, false), (0, 0, 0o604, true), (0, 0, 0o600, false),
    ] as [(uid_t, gid_t, mode_t, Bool)])
  func `he may read what the first class that he is in may`(uid: uid_t, gid: gid_t, mode: mode_t, may: Bool) {
    #expect(alice.may(Account.read, status(uid, gid, mode)) == may)
    #expect(alice.may(Account.search, status(uid, gid, mode)) == false)
    #expect(Account(name: "root", uid: 0, home: "/root", groups: []).may(Account.read, status(uid, gid, mode)))
  }
}
