// Which sign ends a session, and which only may.

import TestKit
import Testing

@testable import Sessions

struct SessionStateTests {
  private static func state(openInPAM: Bool = false, uid: UInt32? = nil, logind: String? = nil) -> SessionState {
    var state = SessionState()
    state.isOpenInPAM = openInPAM
    state.uid = uid
    state.logindID = logind
    return state
  }

  @Test func `what pam closes while the machine goes down has ended by the reboot`() {
    var state = Self.state(openInPAM: true)
    #expect(state.reason == nil)
    state.close(.make(at: 5, sign: .pam))
    #expect(state.reason == .pam)
    state.isGoingDown = true
    #expect(state.reason == .reboot)
    #expect(state.end?.sign == .pam)
    state.end?.sign = .disconnect
    #expect(state.reason == .disconnect)
  }

  @Test func `root's word ends a session at once`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 0)
    #expect(state.end == SessionEnd.make(at: 5, sign: .disconnect))
  }

  @Test func `a user's own word is provisional while pam has the session open`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 1000)
    #expect(state.end == nil)
    #expect(state.unconfirmedDisconnect == .make(at: 5, sign: .disconnect))
  }

  @Test(arguments: SessionEnd.Sign.allCases)
  func `any later sign confirms a provisional end, of which the first time stays`(sign: SessionEnd.Sign) {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 1000)
    state.disconnect(.make(at: 6, sign: .disconnect), saidBy: 1000)
    state.close(.make(at: 9, sign: sign))
    #expect(state.end == SessionEnd.make(at: 5, sign: .disconnect))
    #expect(state.unconfirmedDisconnect == nil)
  }

  @Test func `a user's own word ends a session that pam never had`() {
    var state = Self.state()
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 1000)
    #expect(state.end == SessionEnd.make(at: 5, sign: .disconnect))
  }

  @Test func `another user's word counts for nothing`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 1001)
    #expect(state == Self.state(openInPAM: true, uid: 1000))
  }

  @Test func `where an old pam named no uid, anybody's word is provisional`() {
    var state = Self.state(openInPAM: true)
    state.disconnect(.make(at: 5, sign: .disconnect), saidBy: 1001)
    #expect(state.end == nil)
    #expect(state.unconfirmedDisconnect == .make(at: 5, sign: .disconnect))
  }

  @Test(arguments: [(nil, true), ("7", true), ("8", false)])
  func `logind ends the session that it started, or one that it never named`(known: String?, ends: Bool) {
    var state = Self.state(logind: known)
    state.remove(.make(at: 5, sign: .logind), id: "7")
    #expect(state.end == (ends ? SessionEnd.make(at: 5, sign: .logind) : nil))
  }

  @Test func `logind ends nothing when the machine goes down`() {
    var state = Self.state(logind: "7")
    state.isGoingDown = true
    state.remove(.make(at: 5, sign: .logind), id: "7")
    #expect(state.end == nil)
  }

  @Test(arguments: [(UInt32(0), UInt32?(1000), true), (1000, 1000, true), (1001, 1000, false), (1001, nil, true)])
  func `root and the user himself can tell the terminal`(speaker: UInt32, uid: UInt32?, isHeard: Bool) {
    var state = Self.state(uid: uid)
    state.open(tty: "pts/0", saidBy: speaker)
    #expect(state.tty == (isHeard ? "pts/0" : nil))
  }

  @Test func `the first terminal stays`() {
    var state = Self.state(uid: 1000)
    state.open(tty: "pts/0", saidBy: 1000)
    state.open(tty: "pts/1", saidBy: 0)
    #expect(state.tty == "pts/0")
  }
}
