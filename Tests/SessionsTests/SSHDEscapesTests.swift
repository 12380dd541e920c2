// Undoing what sshd does to what is not printable.

import Testing

@testable import Sessions

struct SSHDEscapesTests {
  @Test(arguments: [
    ("alice", "alice"), ("", ""), (#"j\303\266rg"#, "jörg"), (#"CORP\\jane doe"#, #"CORP\jane doe"#),
    (#"a\nb"#, "a\nb"),
    (#"\r\t\a\b\v\f\s"#, "\r\t\u{7}\u{8}\u{B}\u{C} "), (#"\033[31m"#, "\u{1B}[31m"), (#"\000"#, "\0"), (#"\0x"#, "\0x"),
    (#"\\303"#, #"\303"#), (#"\\\\"#, #"\\"#), (#"\360\237\230\200"#, "😀"),
  ]) func `an escape is the byte that it stands for`(logged: String, meant: String) {
    #expect(SSHDEscapes.decode(logged[...]) == meant)
  }

  @Test(arguments: [#"\"#, #"a\"#, #"\x"#, #"\38"#, #"\3"#, #"\400"#, #"\٣٠٣"#])
  func `a backslash that starts no escape stays`(text: String) {
    #expect(SSHDEscapes.decode(text[...]) == text)
  }

  @Test(arguments: [#"\377"#, #"\303"#, #"\303("#]) func `bytes that are no UTF-8 are replaced`(logged: String) {
    #expect(SSHDEscapes.decode(logged[...]).contains("\u{FFFD}"))
  }

  @Test func `one pass undoes one pass`() {
    #expect(SSHDEscapes.decode(#"\\\\303\\\\266"#) == #"\\303\\266"#)
  }
}
