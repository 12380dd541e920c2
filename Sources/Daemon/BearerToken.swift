// A bearer token, RFC 6750: what stands for a password at providers that ended those.

/// Text that can be a token.
struct BearerToken {
  var text: String

  /// Refuses what would end the token in XOAUTH2 or in a line. The text is not in the error.
  init(_ text: String) throws(BearerTokenError) {
    guard !text.isEmpty else { throw BearerTokenError(description: "there is no token in the first line") }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw BearerTokenError(description: "what is in the first line is no token: it holds blanks or other characters")
    }
    self.text = text
  }
}

/// Why there is no token.
struct BearerTokenError: Error, Equatable, CustomStringConvertible {
  var description: String
}
