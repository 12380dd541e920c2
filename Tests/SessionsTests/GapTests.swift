// When something may have been missed: which reasons go on, and what journald's words about dropped messages are worth.

import TestKit
import Testing

@testable import Sessions

struct GapTests {
  @Test func `what journald drops and what sshd does not say goes on, all else is over when it is found`() {
    #expect(Gap.Reason.allCases.filter(\.mayGoOn) == [.suppressed, .logLevel])
  }

  @Test(arguments: [
    ("Suppressed 123 messages from ssh.service", 123), ("Suppressed 1 messages from sshd.service", 1),
    ("Suppressed 7 messages from sshd@3-10.0.0.1:22-10.0.0.2:50122.service", 7),
    ("Suppressed many messages from ssh.service", nil),
  ]) func `journald says that it dropped messages of sshd`(message: String, count: Int?) {
    #expect(SessionParser().event(in: .journald(message)) == .suppressed(messages: count))
  }

  @Test(arguments: [
    JournalEntry.journald("Suppressed 9 messages from nginx.service"), .journald(""), .journald("Suppressed"),
    .journald("Suppressed 9 messages from session-4.scope"), .journald("Suppressed 9 messages from ssh-alertd.service"),
    .journald("Suppressed 9 messages from ssh.service", MessageID.journalStarted),
    .journald("Suppressed 9 messages from ssh.service", nil),
    .journald("Suppressed 9 messages from ssh.service", uid: 1000),
    .make("Suppressed 9 messages from ssh.service", messageID: MessageID.messagesDropped),
  ]) func `messages of others and words of others mean nothing`(entry: JournalEntry) {
    #expect(SessionParser().event(in: entry) == nil)
  }

  @Test func `two of one reason are one, and what cannot be counted stays so`() {
    let first = Gap.make(.unreadable, from: 10, to: 20, entries: 1)
    #expect(
      first.joined(with: .make(.unreadable, from: 5, to: 30, entries: 2))
        == .make(.unreadable, from: 5, to: 30, entries: 3))
    #expect(first.joined(with: .make(.unreadable, from: 10, to: 20))?.entries == .some(nil))
    #expect(first.joined(with: .make(.vacuumed, from: 10, to: 20)) == nil)
    #expect(first.joined(with: .make(.unreadable, from: 10, to: 20, host: "web2")) == nil)
  }

  @Test func `dropped messages are a gap of the 30 seconds before`() {
    var tracker = SessionTracker()
    let changes = tracker.apply(.suppressed(messages: 9), of: .make(at: 60))
    #expect(changes == [.gap(.make(.suppressed, from: 30, to: 60, entries: 9))])
  }
}
