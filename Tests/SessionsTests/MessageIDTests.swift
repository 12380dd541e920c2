// What the journal is searched for.

import Testing

@testable import Sessions

struct MessageIDTests {
  @Test(arguments: [
    "SYSLOG_IDENTIFIER=sshd", "SYSLOG_IDENTIFIER=sshd-session", "MESSAGE_ID=8d45620c1a4348dbb17410da57c60c66",
    "MESSAGE_ID=3354939424b4456d9802ca8333ed424a", "MESSAGE_ID=98268866d1d54a499c4e98921d93bc40",
    "MESSAGE_ID=f77379a8490b408bbe5f6940505a777b", "MESSAGE_ID=a596d6fe7bfa4994828e72309e95d61e",
  ]) func `each sign of a session is searched for`(match: String) {
    #expect(SessionMatches.all.contains(match))
  }

  @Test func `no unit is, since it differs between distributions and moves with a session`() {
    #expect(!SessionMatches.all.contains { $0.contains("UNIT") })
  }
}
