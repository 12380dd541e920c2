// Where sshd looks for keys.

import Testing

@testable import Keys

struct AuthorizedKeysPatternTests {
  private let alice = Account(name: "alice", uid: 1007, home: "/home/alice", groups: [1007])

  @Test(arguments: [
    (".ssh/authorized_keys", "/home/alice/.ssh/authorized_keys"), ("/etc/ssh/keys/%u", "/etc/ssh/keys/alice"),
    ("%h/.ssh/keys", "/home/alice/.ssh/keys"), ("/keys/%U", "/keys/1007"), ("100%%/%u", "/home/alice/100%/alice"),
    ("%%u", "/home/alice/%u"), ("/keys/%u/%u", "/keys/alice/alice"), ("nonesuch", "/home/alice/nonesuch"),
  ]) func `tokens are filled in, and what is relative is below the home`(text: String, path: String) {
    #expect(AuthorizedKeysPattern(text: text).path(for: alice) == path)
  }

  @Test(arguments: ["none", "None", "", "/keys/%t", "/keys/%", "%k", "/" + String(repeating: "x", count: 4096)])
  func `what names no file is passed over`(text: String) {
    #expect(AuthorizedKeysPattern(text: text).path(for: alice) == nil)
  }
}
