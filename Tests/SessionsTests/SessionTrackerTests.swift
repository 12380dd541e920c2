// From the login to the end of its session: which login an event is about. How ends weigh is SessionStateTests' matter.

import TestKit
import Testing

@testable import Sessions

struct SessionTrackerTests {
  @Test func `a login is open until it ends, and ends once`() {
    var tracker = SessionTracker()
    let changed1 = tracker.logins(.accepted(.make()), of: .make())
    #expect(changed1 == [.make()])
    let end = SessionEnd.make(at: 60, sign: .pam)
    let changed2 = tracker.logins(.pamClosed(pid: 100), of: .make(at: 60))
    #expect(changed2 == [.make(end: end)])
    let changed3 = tracker.logins(.pamClosed(pid: 100), of: .make(at: 61))
    #expect(changed3 == [])
  }

  @Test func `an entry that is read again is no second login`() {
    var tracker = SessionTracker(open: [.make()])
    let changed4 = tracker.logins(.accepted(.make()), of: .make())
    #expect(changed4 == [])
  }

  @Test func `what changes nothing tells nothing`() {
    var tracker = SessionTracker(open: [.make()])
    let changed5 = tracker.logins(.pamOpened(pid: 100, uid: 1000), of: .make())
    #expect(changed5.map(\.session.uid) == [1000])
    let changed6 = tracker.logins(.pamOpened(pid: 100, uid: 1000), of: .make())
    #expect(changed6 == [])
  }

  @Test(arguments: [
    SessionEvent.pamOpened(pid: 101, uid: 0), .pamClosed(pid: 101), .logindStarted(leader: 101, sessionID: "7"),
    .logindEnded(leader: 101, sessionID: "7"),
    .disconnected(user: "bob", origin: Endpoint(address: "203.0.113.7", port: 50000), uid: 0),
    .disconnected(user: "alice", origin: Endpoint(address: "203.0.113.7", port: 50001), uid: 0),
    .disconnected(user: "alice", origin: Endpoint(address: "203.0.113.8", port: 50000), uid: 0),
  ]) func `an event about another session leaves this one alone`(event: SessionEvent) {
    var tracker = SessionTracker(open: [.make()])
    let changed7 = tracker.logins(event, of: .make(at: 9))
    #expect(changed7 == [])
  }

  @Test func `the same pid on another machine is another session`() {
    var tracker = SessionTracker(open: [.make()])
    let changed8 = tracker.logins(.pamClosed(pid: 100), of: .make(machine: "other"))
    #expect(changed8 == [])
  }

  @Test func `a pid that is seen again loses the older session`() {
    var tracker = SessionTracker(open: [.make()])
    let changed = tracker.logins(.accepted(.make(user: "bob", at: 60)), of: .make(at: 60))
    #expect(changed == [.make(end: SessionEnd.make(at: 60, sign: .lost)), .make(user: "bob", at: 60)])
    let changed9 = tracker.logins(.pamClosed(pid: 100), of: .make(at: 61))
    #expect(changed9.map(\.user) == ["bob"])
  }

  @Test func `a disconnect closes the newest session of its connection`() {
    let logins = [Login.make(at: 1, pid: 100), .make(at: 3, pid: 102), .make(at: 2, pid: 101)]
    var tracker = SessionTracker(open: logins)
    let origin = Endpoint(address: "203.0.113.7", port: 50000)
    let changed = tracker.logins(.disconnected(user: "alice", origin: origin, uid: 0), of: .make(at: 9, pid: 555))
    #expect(changed.map(\.identity.pid) == [102])
    #expect(changed.first?.session.end == SessionEnd.make(at: 9, sign: .disconnect, lasted: 6))
  }

  @Test func `a disconnect without a user closes by address and port`() {
    var tracker = SessionTracker(open: [.make()])
    let origin = Endpoint(address: "203.0.113.7", port: 50000)
    let changed10 = tracker.logins(.disconnected(user: nil, origin: origin, uid: 0), of: .make())
    #expect(changed10.count == 1)
  }

  @Test func `a new boot ends all sessions of the machine's older ones, and no other machine's`() {
    var tracker = SessionTracker(open: [.make(pid: 2), .make(pid: 1), .make(pid: 3, machine: "other")])
    let changed = tracker.logins(nil, of: .make(at: 99, boot: Scene.nextBoot))
    #expect(changed.map(\.identity.pid) == [1, 2])
    #expect(changed.allSatisfy { $0.session.end == SessionEnd.make(at: 99, sign: .reboot) })
  }

  @Test func `a boot ends what was before it and opens what it says in the same entry`() {
    var tracker = SessionTracker(open: [.make()])
    let login = Login.make(user: "bob", at: 99, boot: Scene.nextBoot)
    let changed = tracker.logins(.accepted(login), of: .make(at: 99, boot: Scene.nextBoot))
    #expect(changed.map(\.user) == ["alice", "bob"])
    #expect(changed.map(\.session.end?.sign) == [.reboot, nil])
  }

  @Test func `entries of the same boot end nothing`() {
    var tracker = SessionTracker(open: [.make()])
    let changed11 = tracker.logins(nil, of: .make(at: 1))
    #expect(changed11 == [])
    let changed12 = tracker.logins(nil, of: .make(at: 2))
    #expect(changed12 == [])
  }

  @Test func `an entry of another boot ends no session that began after it`() {
    var tracker = SessionTracker()
    _ = tracker.logins(nil, of: .make(at: 1))
    _ = tracker.logins(.accepted(.make(at: 9, boot: Scene.nextBoot)), of: .make(at: 9, boot: Scene.nextBoot))
    let changed13 = tracker.logins(nil, of: .make(at: 8))
    #expect(changed13 == [])
  }

  @Test func `an entry that is read again does not touch a newer login of the same pid`() {
    var tracker = SessionTracker(open: [.make(at: 9)])
    #expect(tracker.logins(.accepted(.make(at: 1)), of: .make(at: 1)) == [])
    #expect(tracker.logins(.pamClosed(pid: 100), of: .make(at: 2)) == [])
    #expect(tracker.logins(.pamClosed(pid: 100), of: .make(at: 10)).map(\.session.end?.sign) == [.pam])
  }

  @Test func `a shutdown marks the sessions of its machine and boot`() {
    var tracker = SessionTracker(open: [.make(pid: 2), .make(pid: 1), .make(pid: 3, machine: "other")])
    let changed = tracker.logins(.shutdown, of: .make(at: 5))
    #expect(changed.map(\.identity.pid) == [1, 2])
    #expect(changed.allSatisfy { $0.session.isGoingDown && $0.session.end == nil })
  }

  @Test func `what logind removes after a shutdown ends with the reboot`() {
    var tracker = SessionTracker(open: [.make()])
    _ = tracker.logins(.shutdown, of: .make(at: 5))
    let changed14 = tracker.logins(.logindEnded(leader: 100, sessionID: "7"), of: .make(at: 6))
    #expect(changed14 == [])
    let changed15 = tracker.logins(nil, of: .make(at: 99, boot: Scene.nextBoot))
    #expect(changed15.map(\.session.end) == [SessionEnd.make(at: 99, sign: .reboot)])
  }

  @Test func `what pam closes after a shutdown ends with the reboot, at that time`() {
    var tracker = SessionTracker(open: [.make()])
    _ = tracker.logins(.shutdown, of: .make(at: 5))
    let changed = tracker.logins(.pamClosed(pid: 100), of: .make(at: 6))
    #expect(changed.map(\.session.end) == [SessionEnd.make(at: 6, sign: .pam)])
    #expect(changed.map(\.session.reason) == [.reboot])
  }

  @Test func `a tracker that goes on with open logins is as one that never stopped`() {
    var first = SessionTracker()
    _ = first.logins(.accepted(.make()), of: .make())
    let open = first.logins(.logindStarted(leader: 100, sessionID: "7"), of: .make(at: 1))
    var second = SessionTracker(open: open)
    for tracker in [first, second] {
      var tracker = tracker
      let changed16 = tracker.logins(.logindEnded(leader: 100, sessionID: "8"), of: .make(at: 2))
      #expect(changed16 == [])
    }
    let ended = second.logins(.logindEnded(leader: 100, sessionID: "7"), of: .make(at: 3))
    let changed17 = first.logins(.logindEnded(leader: 100, sessionID: "7"), of: .make(at: 3))
    #expect(ended == changed17)
    #expect(ended.map(\.session.end?.sign) == [.logind])
  }

  @Test func `a failure is a change of its own and touches no session`() {
    var tracker = SessionTracker(open: [.make()])
    let changes = tracker.apply(.failed(.make()), of: .make(at: 1))
    #expect(changes == [.failure(.make())])
  }

  @Test func `a login takes the factors before it, also those of the last run`() {
    var tracker = SessionTracker(factors: [.make(Factor(method: "publickey"), at: -2)])
    let changes = tracker.apply(.partial(.make(Factor(method: "password"))), of: .make(at: -1))
    #expect(changes == [.factor(.make(Factor(method: "password")))])
    let again = tracker.apply(.partial(.make(Factor(method: "password"))), of: .make(at: -1))
    #expect(again == [])
    let logins = tracker.logins(.accepted(.make(method: "hostbased")), of: .make())
    #expect(logins.map(\.methods) == ["publickey,password,hostbased"])
    let next = tracker.logins(.accepted(.make(at: 5, pid: 101)), of: .make(at: 5))
    #expect(next.map(\.methods) == ["password"])
  }

  @Test func `a terminal is that of the newest session of its connection`() {
    var tracker = SessionTracker(open: [.make(at: 1, pid: 101), .make(at: 2, pid: 102)])
    let origin = Endpoint(address: "203.0.113.7", port: 50000)
    let changed = tracker.logins(.started(tty: "pts/0", user: "alice", origin: origin, uid: 1000), of: .make(at: 3))
    #expect(changed.map(\.identity.pid) == [102])
    #expect(changed.map(\.session.tty) == ["pts/0"])
    let other = tracker.logins(.started(tty: "pts/0", user: "bob", origin: origin, uid: 0), of: .make(at: 3))
    #expect(other == [])
  }

  @Test func `a clock that is set back during a session does not change how long it lasted`() {
    var tracker = SessionTracker(open: [.make()])
    var entry = JournalEntry.make(at: 90)
    entry.at = .at(-3600)
    let changed = tracker.logins(.pamClosed(pid: 100), of: entry)
    #expect(changed.map(\.session.end) == [.make(at: -3600, sign: .pam, lasted: 90)])
  }
}

extension SessionTracker {
  /// The logins that an entry has changed.
  fileprivate mutating func logins(_ event: SessionEvent?, of entry: JournalEntry) -> [Login] {
    apply(event, of: entry).compactMap { if case .login(let login) = $0 { login } else { nil } }
  }
}
