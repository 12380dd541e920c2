// The shapes of lines: fields, options, and every way to read them.

import Testing

@testable import Sessions

struct LinePatternTests {
  private func match(_ pattern: String, _ line: String) -> LinePattern.Match? {
    LinePattern(pattern).match(line[...])
  }

  @Test(arguments: [
    ("Failed {method} for {user}", "Failed "), ("{user} left", ""), ("plain", "plain"), ("a[ b]c", "a"), ("", ""),
  ]) func `a pattern starts with what stands before its first field`(pattern: String, start: String) {
    #expect(LinePattern(pattern).start == start)
  }

  @Test(arguments: [
    ("plain", true), ("plain ", false), (" plain", false), ("plai", false), ("plainer", false), ("", false),
  ]) func `a line is matched whole`(line: String, fits: Bool) {
    #expect((match("plain", line) != nil) == fits)
  }

  @Test func `each field holds its part`() {
    let found = match(
      "{method} {tty} {user} from {address} port {port} id {number} {word} {text}",
      "publickey pts/0 a b from ::1 port 22 id 123456789012345678901234567890 w: t t")
    #expect(
      found
        == LinePattern.Match(
          method: "publickey", user: "a b", address: "::1", port: 22, tty: "pts/0", text: "t t", isAmbiguous: false))
  }

  @Test(arguments: [
    ("{method}", "key"), ("{address}", "example.org"), ("{port}", "65536"), ("{port}", "x"), ("{number}", ""),
    ("{number}", "x"), ("{tty}", "pts/0;x"), ("{tty}", "ptsé"), ("{tty}", "a23456789012345678901234567890123"),
    ("{word}", ""), ("{word}", " x"), ("{socket}", "203.0.113.7:22"), ("{socket}", "[203.0.113.7]:"),
    ("{socket}", "[x]:22"),
  ]) func `a field takes nothing else than it is for`(pattern: String, line: String) {
    #expect(match(pattern, line) == nil)
  }

  @Test func `a socket is an address in brackets and a port`() {
    let found = match("from {socket} on {socket}", "from [2001:db8::7]:50122 on [::1]:22")
    #expect(found == LinePattern.Match(address: "2001:db8::7", port: 50122))
  }

  @Test(arguments: [
    ("for root", "root"), ("for invalid user root", "root"), ("for invalid user ", ""),
    ("for invalid user", "invalid user"),
    ("for invalid user invalid user root", "invalid user root"),
  ]) func `an option is taken where it is there, once`(line: String, user: String) {
    #expect(match("for [invalid user ]{user}", line)?.user ?? "none" == user)
  }

  @Test func `an option that is not there leaves its fields empty`() {
    #expect(match("from {address}[ port {port}]", "from ::1") == LinePattern.Match(address: "::1"))
    #expect(match("from {address}[ port {port}]", "from ::1 port") == nil)
  }

  @Test(arguments: [
    ("x from ::1", "x"), ("x from y from ::1", "x from y"), (" from ::1", ""), ("x from  from ::1", "x from "),
    ("from from from ::1", "from from"), ("é from ::1", "é"),
  ]) func `a name ends where the rest of the line fits`(line: String, user: String) {
    let found = match("{user} from {address}", line)
    #expect(found?.user ?? "none" == user)
    #expect(found?.isAmbiguous == false)
  }

  @Test(arguments: [
    ("x from ::1 with y", false), ("x from ::1 with y from ::2 with z", true),
    ("x from ::1 with from ::1 with z", false),
    ("x from ::1 with y from ::2", false), ("x from ::1 with y from z with ::2", false),
    ("x from ::1 with y from ::1 with z from ::2 with", false),
    ("x from ::1 with y from ::1 with z from ::2 with ", true),
  ]) func `a line that could come from two addresses is ambiguous`(line: String, isAmbiguous: Bool) {
    let found = match("{user} from {address} with {text}", line)
    #expect(found?.address ?? "none" == "::1")
    #expect(found?.isAmbiguous == isAmbiguous)
  }

  @Test func `of a line that was cut, the fields before its name are read, and the name is the rest`() {
    let pattern = LinePattern("Failed {method} for [invalid user ]{user} from {address}")
    let found = pattern.matchStart("Failed password for invalid user x from ::1")
    #expect(found == LinePattern.Match(method: "password", user: "x from ::1"))
    #expect(pattern.matchStart("Failed key for invalid user x") == nil)
    #expect(pattern.matchStart("Failed passw") == nil)
  }

  @Test func `a pattern without any free text has no line that could be cut`() {
    #expect(LinePattern("closed by {address}").matchStart("closed by ::1") == nil)
    #expect(LinePattern("from {address} with {text}").matchStart("from ::1 with x")?.address == "::1")
  }

  @Test func `two ports of one address are two ways to read a line`() {
    #expect(match("{user} {address} port {port}{text}", "x ::1 port 1 ::1 port 2")?.isAmbiguous == true)
  }
}
