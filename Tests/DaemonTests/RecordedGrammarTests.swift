// sshd's grammar against all that real servers wrote: whatever they said of sessions and failures has its row.

import Journal
import TestKit
import Testing

@testable import Sessions

struct RecordedGrammarTests {
  @Test(arguments: RecordedJournal.suites) func `each line of sshd has a row`(suite: String) throws {
    let journal = try RecordedJournal(suite)
    let reader = try JournalReader(.directory(journal.path))
    try reader.match(anyOf: SessionMatches.all)
    try reader.seekHead()
    var count = 0
    while try reader.next() {
      let entry = try reader.entry()
      guard case .sshd? = TrustRules().sender(of: entry), !Self.isOfOtherThings(entry.message) else { continue }
      #expect(SSHDGrammar.find(SSHDLine(entry.message)) != nil, "\(entry.message)")
      count += 1
    }
    #expect(count > 1000)
  }

  /// The environment is no session, and one line begins with a file's name, by which no row could know it.
  private static func isOfOtherThings(_ message: String) -> Bool {
    message.hasPrefix("pam_env(sshd:session): ") || message.contains("authorized_keys:2: Authentication tried for ")
  }
}
