// Sentences of a text part.

import Testing

@testable import Alerts

struct StringWrapTests {
  @Test(arguments: [
    ("", ""), ("one", "one"), ("one two three", "one two\nthree"), ("a longword b", "a\nlongword\nb"),
    ("12345 7", "12345 7"),
    ("12345 78", "12345\n78"), ("a  b", "a  b"),
  ]) func `no line is longer than it must be`(text: String, wrapped: String) {
    #expect(text.wrapped(at: 7) == wrapped)
  }
}
