// What gets into a command, and above all what does not.

import Testing

@testable import Alerts

struct CommandWordTests {
  @Test(arguments: [
    "alice", "_apt", "systemd-network", "a", "web_1", "pc$", String(repeating: "a", count: 32),
  ]) func `a plain user name is taken`(name: String) {
    #expect(CommandWord.user(name) == name)
  }

  @Test(arguments: [
    "", "$", "-rf", "0day", "Alice", "a b", "a;reboot", "a$(id)", "$(id)", "`id`", "a|b", "a&b", "a>b", "a\nb", "a\\",
    "a'b",
    "a\"b", "a*", "~a", "a/../b", "ä", "a\u{301}", "a\u{0}", "a$$", "$a", "a$b", "{{user}}", "a\u{37E}id", "\u{FF41}",
    String(repeating: "a", count: 33),
  ]) func `any other is not`(name: String) {
    #expect(CommandWord.user(name) == nil)
  }

  @Test(arguments: [
    ("42", true), ("c1", true), ("A9", true), ("", false), ("4 2", false), ("4;2", false), ("-1", false), ("$4", false),
    ("4\n", false), ("４２", false), (String(repeating: "1", count: 17), false),
  ]) func `a session is letters and digits`(id: String, isTaken: Bool) {
    #expect(CommandWord.session(id) == (isTaken ? id : nil))
  }

  private static let digest = String(repeating: "a+/Z9bcdefg", count: 4).dropLast()

  @Test(arguments: [
    ("SHA256:\(digest)", true), ("MD5:\(Array(repeating: "0f", count: 16).joined(separator: ":"))", true), ("", false),
    ("SHA256:\(digest.dropLast())", false), ("SHA256:\(digest)=", false), ("SHA256:\(digest.dropLast());", false),
    ("SHA256:\(digest.dropLast())\n", false), ("SHA256:\(digest.dropLast())$", false),
    ("SHA256:\(digest.dropLast(3))\u{212A}", false), ("SHA1:\(digest)ab", false),
    ("MD5:\(Array(repeating: "0F", count: 16).joined(separator: ":"))", false),
  ]) func `a fingerprint is as long as its digest, and of its alphabet`(text: String, isTaken: Bool) {
    #expect(CommandWord.fingerprint(text) == (isTaken ? text : nil))
  }

  @Test(
    arguments: [
      ("1", "1"), ("18446744073709551615", "18446744073709551615"), ("+7", "7"), ("0", nil), ("", nil), ("-1", nil),
      ("18446744073709551616", nil), ("1;", nil), ("1 ", nil),
    ] as [(String, String?)]) func `a serial is a number of 64 bits`(text: String, serial: String?)
  {
    #expect(CommandWord.serial(text) == serial)
  }

  @Test(
    arguments: [
      ("203.0.113.7", "ip 203.0.113.7"), ("2001:db8::7", "ip6 2001:db8::7"), ("2001:DB8::7", "ip6 2001:DB8::7"),
      ("::ffff:203.0.113.7", "ip 203.0.113.7"), ("fe80::1%eth0", "ip6 fe80::1"), ("10.0.0.1", "ip 10.0.0.1"),
      ("127.0.0.1", nil), ("::1", nil), ("::ffff:127.0.0.1", nil), ("0.0.0.0", nil), ("UNKNOWN", nil), ("", nil),
      ("203.0.113.7;id", nil), ("203.0.113.7 drop", nil), ("fe80::1%$(id)", nil), ("1.2.3.4\n", nil),
      ("203.0.113.0/24", nil),
    ] as [(String, String?)]) func `an address is one that others come from`(text: String, words: String?)
  {
    #expect(CommandWord.source(text).map { "\($0.family) \($0.address)" } == words)
  }
}
