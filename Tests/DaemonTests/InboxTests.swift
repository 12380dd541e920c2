// What is new, once.

import Testing

@testable import Daemon

struct InboxTests {
  @Test func `a value is taken once, and only the newest`() {
    let inbox = Inbox<Int>()
    #expect(inbox.take() == nil)
    inbox.put(1)
    inbox.put(2)
    #expect(inbox.take() == 2)
    #expect(inbox.take() == nil)
  }
}
