// Lines of a text part.

import Testing

@testable import Alerts

struct StringFoldTests {
  @Test(arguments: [
    ("", ""), ("one\n\ntwo\n", "one\n\ntwo\n"), ("one two three four", "one two\nthree four"),
    ("a longlonglongword b", "a\nlonglonglongword\nb"), ("123456789 12", "123456789 12"),
    ("123456789 123", "123456789\n123"), ("-- \nx", "-- \nx"), ("a  b   c     d     e", "a b c d e"),
  ]) func `no line is longer than it must be`(text: String, folded: String) {
    #expect(text.folded(at: 12) == folded)
  }

  @Test(arguments: [
    ("  User  one two three four five", "  User  one two three\n        four five"),
    ("  - one two three four five", "  - one two three four\n    five"),
    ("        one two three four five", "        one two three\n        four five"),
    ("  Key   0123456789012345678901234 x", "  Key   0123456789012345678901234\n        x"),
  ]) func `what goes on stands below the words that it belongs to`(text: String, folded: String) {
    #expect(text.folded(at: 22) == folded)
  }

  @Test func `spaces in somebody's words make no label`() {
    #expect("  Host  a b  Why  c d".folded(at: 16) == "  Host  a b Why\n        c d")
    #expect("evil  Host  other one".folded(at: 16) == "evil Host other\none")
  }
}
