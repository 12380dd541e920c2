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

  @Test func `root's word ends a session at once`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(at: .at(5), saidBy: 0)
    #expect(state.end == SessionEnd(at: .at(5), sign: .disconnect))
  }

  @Test func `a user's own word is provisional while pam has the session open`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(at: .at(5), saidBy: 1000)
    #expect(state.end == nil)
    #expect(state.unconfirmedDisconnect == .at(5))
  }

  @Test(arguments: SessionEnd.Sign.allCases)
  func `any later sign confirms a provisional end, of which the first time stays`(sign: SessionEnd.Sign) {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(at: .at(5), saidBy: 1000)
    state.disconnect(at: .at(6), saidBy: 1000)
    state.close(at: .at(9), by: sign)
    #expect(state.end == SessionEnd(at: .at(5), sign: .disconnect))
    #expect(state.unconfirmedDisconnect == nil)
  }

  @Test func `a user's own word ends a session that pam never had`() {
    var state = Self.state()
    state.disconnect(at: .at(5), saidBy: 1000)
    #expect(state.end == SessionEnd(at: .at(5), sign: .disconnect))
  }

  @Test func `another user's word counts for nothing`() {
    var state = Self.state(openInPAM: true, uid: 1000)
    state.disconnect(at: .at(5), saidBy: 1001)
    #expect(state == Self.state(openInPAM: true, uid: 1000))
  }

  @Test func `where an old pam named no uid, anybody's word is provisional`() {
    var state = Self.state(openInPAM: true)
    state.disconnect(at: .at(5), saidBy: 1001)
    #expect(state.end == nil)
    #expect(state.unconfirmedDisconnect == .at(5))
  }

  @Test(arguments: [(nil, true), ("7", true), ("8", false)])
  func `logind ends the session that it started, or one that it never named`(known: String?, ends: Bool) {
    var state = Self.state(logind: known)
    state.remove(at: .at(5), id: "7")
    #expect(state.end == (ends ? SessionEnd(at: .at(5), sign: .logind) : nil))
  }

  @Test func `logind ends nothing when the machine goes down`() {
    var state = Self.state(logind: "7")
    state.isGoingDown = true
    state.remove(at: .at(5), id: "7")
    #expect(state.end == nil)
  }
}
