// A gap in plain words.

import Sessions
import Testing

@testable import Alerts

struct GapWordsTests {
  @Test(arguments: Gap.Reason.allCases) func `each reason says what happened and what to do, in whole sentences`(
    reason: Gap.Reason
  ) {
    for text in [reason.what, reason.advice] {
      #expect(text.hasSuffix("."))
      #expect(text.first?.isUppercase == true || text.hasPrefix("journald") || text.hasPrefix("sshd"))
      #expect(!text.contains("\n"))
      #expect(!text.contains("  "))
    }
  }

  @Test func `no two reasons have the same words`() {
    #expect(Set(Gap.Reason.allCases.map(\.what)).count == Gap.Reason.allCases.count)
    #expect(Set(Gap.Reason.allCases.map(\.advice)).count == Gap.Reason.allCases.count)
  }
}
