// Texts that somebody could have for a name who means harm, the same in each run.

import TestKit

extension String {
  private static let pieces = [
    "\r\nBcc: evil@example.org", "\n", "\r", "\0", "=?utf-8?Q?=0ABcc=3A_evil?=", "=?utf-8?B?PHNjcmlwdD4=?=", "\"", "\\",
    "<", ">",
    "<evil@example.org>", ",", ";", ":", "(", ")", "[", "]", "@", "..", ".", "\u{202E}", "\u{2066}", "\u{200B}",
    "\u{FEFF}",
    "\u{2028}", "\u{85}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><a href=\"http://evil\">",
    "</style>",
    "\u{0D4E}<script>", "\u{111C2}<img src=x>", "<\u{301}b>", "\u{0D4E}&lt;i&gt;",
    "{{user}}", "{{{user}}}", "{{/late}}", "&lt;", "&", "'", "%s", "\u{1B}[31m", "ö", "漢字", "😀", "👩‍👩‍👧", "e\u{301}",
    "\u{FFFD}",
    "\u{E000}", "\u{10FFFF}", "--=_", "\r\n.\r\n", "\r\n\r\n", " ", "\t", "alice", "web1", "a-b_c", "-", "=",
    String(repeating: "x", count: 1200), String(repeating: "ö ", count: 5000),
  ]

  /// Up to eight pieces that mean something to a mail program, a browser, a terminal or mustache.
  static func hostile(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}
