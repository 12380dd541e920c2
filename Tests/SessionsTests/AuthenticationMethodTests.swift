// The methods of auth2.c, with and without a submethod.

import Testing

@testable import Sessions

struct AuthenticationMethodTests {
  @Test(arguments: [
    ("password", "password"), ("keyboard-interactive/pam", "keyboard-interactive"), ("publickey/x/y", "publickey"),
    ("/pam", ""), ("", ""),
  ]) func `a family is what stands before the submethod`(method: String, family: String) {
    #expect(AuthenticationMethod.family(of: method[...]) == family)
  }

  @Test(arguments: ["key", "certificate", "Password", "", "/pam", "password "]) func `another word is no method`(
    word: String
  ) {
    #expect(!AuthenticationMethod.isKnown(word[...]))
  }

  @Test(arguments: [("publickey", true), ("hostbased", true), ("password", false), ("keyboard-interactive/pam", false)])
  func `two methods use a key`(method: String, usesKey: Bool) {
    #expect(AuthenticationMethod.isKnown(method[...]))
    #expect(AuthenticationMethod.usesKey(method[...]) == usesKey)
  }
}
