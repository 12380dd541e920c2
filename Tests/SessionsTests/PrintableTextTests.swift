// Text of others, fit for a terminal.

import Testing

@testable import Sessions

struct PrintableTextTests {
  @Test(arguments: [
    ("alice", "alice"), ("jörg 山田 😀", "jörg 山田 😀"), ("a\nb\r\tc", #"a\u{a}b\u{d}\u{9}c"#), ("\r\n", #"\u{d}\u{a}"#),
    ("\u{1B}[31m", #"\u{1b}[31m"#), ("\u{7F}\u{9B}", #"\u{7f}\u{9b}"#),
    ("\u{202E}evil\u{2066}", #"\u{202e}evil\u{2066}"#),
    ("\u{200B}\u{FEFF}", #"\u{200b}\u{feff}"#), ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{E000}", #"\u{e000}"#),
  ]) func `what steers a terminal or hides is shown by its number`(text: String, shown: String) {
    #expect(text.printable() == shown)
  }

  @Test func `text as long as the limit is whole, longer text says that it is not`() {
    #expect("abcd".printable(limit: 4) == "abcd")
    #expect("abcde".printable(limit: 4) == "abcd…")
  }

  @Test func `characters of several scalars do not go without a word`() {
    let text = String(repeating: "e\u{301}", count: 4)
    #expect(text.printable(limit: 3).hasSuffix("…"))
    #expect(text.printable(limit: 8) == text)
  }

  @Test func `marks that pile up on one character are bounded as well`() {
    let text = "e" + String(repeating: "\u{301}", count: 5000)
    #expect(text.printable(limit: 64).unicodeScalars.count <= 65)
  }

  @Test func `shown numbers are within the limit`() {
    #expect(String(repeating: "\n", count: 100).printable(limit: 10).count <= 11)
  }
}
