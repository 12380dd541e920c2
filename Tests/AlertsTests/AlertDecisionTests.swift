// The decision about a login, and its names in the database.

import Sessions
import TestKit
import Testing

@testable import Alerts

struct AlertDecisionTests {
  @Test func `each login is mailed`() {
    #expect(AlertPolicy().decide(about: .make()) == .mail(.everyLogin))
  }

  @Test func `a decision has a name and a reason in words`() {
    #expect(AlertDecision.mail(.everyLogin).name == "mail")
    #expect(AlertDecision.silent(.everyLogin).name == "silent")
    #expect(AlertDecision.mail(.everyLogin).reason == "every login is mailed")
  }
}
