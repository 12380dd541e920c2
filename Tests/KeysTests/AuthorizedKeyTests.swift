// Lines of authorized_keys, as sshd reads them.

import Alerts
import Foundation
import TestKit
import Testing

@testable import Keys

struct AuthorizedKeyTests {
  private let directory: TemporaryDirectory
  private let key: SampleKey

  init() throws {
    directory = try TemporaryDirectory()
    key = try SampleKey(in: directory)
  }

  private func name(_ line: String) -> KeyName? {
    AuthorizedKey(Array(line.utf8)[...])?.name
  }

  @Test(arguments: ["ed25519", "rsa", "ecdsa"]) func `keys of all types are read`(type: String) throws {
    let key = try SampleKey(type, in: directory)
    let read = try #require(AuthorizedKey(Array("\(key.text) me".utf8)[...]))
    #expect(read == AuthorizedKey(Array("no-pty \(key.text) me".utf8)[...])?.with(options: nil))
    #expect(KeyFingerprint(of: read.blob, by: .sha256)?.description == (try key.fingerprint()))
  }

  @Test func `so is that of a security key`() throws {
    let key = try SampleKey(securityKeyFrom: key, in: directory)
    let read = try #require(AuthorizedKey(Array("verify-required \(key.text) yubikey".utf8)[...]))
    #expect(read.name == KeyName(comment: "yubikey", options: "verify-required"))
    #expect(KeyFingerprint(of: read.blob, by: .md5)?.description == (try key.fingerprint("md5")))
  }

  @Test(arguments: [
    ("KEY", ""), ("KEY alice@laptop", "alice@laptop"), ("KEY two words  here", "two words  here"),
    ("  \tKEY\talice\t ", "alice"), ("KEY alice\r", "alice"), ("KEY\r", ""), ("KEY # not a remark", "# not a remark"),
    ("KEY jörg 山田", "jörg 山田"), ("KEY a\u{1B}[31mb\u{202E}", #"a\u{1b}[31mb\u{202e}"#), ("KEY a\0b", "a"),
    ("KEY ssh-ed25519 AAAA", "ssh-ed25519 AAAA"),
  ]) func `the comment is the rest of the line`(line: String, comment: String) {
    #expect(name(line.replacing("KEY", with: key.text)) == KeyName(comment: comment))
  }

  @Test(arguments: [
    "no-pty", #"command="echo hello world",no-pty"#, #"from="10.0.0.0/8,*.example.org""#, #"command="say \"hi you\" ""#,
    #"command="ends in \\\" here""#, "cert-authority", "restrict,port-forwarding", #"environment="A=ssh-rsa AAAA""#,
    #"a"b c"d"#, "ssh-rsa", "#", "\"\"",
  ]) func `options in front are kept as they stand`(options: String) {
    let found = name("\(options) \t\(key.text) me")
    #expect(found == (options == "#" ? nil : KeyName(comment: "me", options: options)))
  }

  @Test(arguments: [
    "", " ", "\t", "#", "# KEY", "  #KEY", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA me", "ssh-rsa AAAA",
    #"command="never closed KEY"#, #"command="escaped\" KEY"#, "no-pty", "no-pty  ", "a b KEY", "\0KEY",
    "no-pty, x KEY",
    "1024 35 123456789 old",
  ]) func `what has no key is passed over`(line: String) {
    #expect(name(line.replacing("KEY", with: key.text)) == nil)
  }

  @Test func `the word in front must be the type of the key`() {
    #expect(name("ssh-rsa \(key.text.dropFirst("ssh-ed25519 ".count)) me") == nil)
    #expect(name("SSH-ED25519 \(key.text.dropFirst("ssh-ed25519 ".count)) me") == nil)
    let head = Data([0, 0, 0, 11] + Array("ssh-ed25519".utf8)).base64EncodedString()
    #expect(name("ssh-ed25519 \(head) nothing after the type") == nil)
  }

  @Test func `bytes that are no text are shown as such`() {
    let line = Array("\(key.text) a".utf8) + [0xFF, 0xC3] + Array("b".utf8)
    #expect(AuthorizedKey(line[...])?.name.comment == "a\u{FFFD}\u{FFFD}b")
  }

  @Test func `what is kept is bounded, and so is the line`() throws {
    let long = String(repeating: "ö", count: 2000)
    let found = try #require(name("command=\"\(long)\" \(key.text) \(long)"))
    #expect(found.comment == String(repeating: "ö", count: AuthorizedKey.longestComment) + "…")
    #expect(found.options?.unicodeScalars.count == AuthorizedKey.longestOptions + 1)
    let room = AuthorizedKey.longestLine - key.text.utf8.count
    #expect(name(key.text + String(repeating: " ", count: room)) != nil)
    #expect(name(key.text + String(repeating: " ", count: room + 1)) == nil)
  }

  /// Pieces that mean something to the parser, in any order; the same in each run.
  @Test func `whatever stands in a line, what is kept is bounded and printable`() {
    var random = SeededRandom(seed: 22)
    let blob = String(key.text.dropFirst("ssh-ed25519 ".count))
    let pieces =
      [
        "ssh-ed25519", blob, key.text, key.text, key.text, " ", " ", "  ", "\t", "\"", "\\", "\\\"", ",", "=", "#",
        "command=", "\r", "\0",
        "\u{1B}",
        "\u{202E}", "ö", "=", "AAAA", String(blob.prefix(20)), String(repeating: "x", count: 300),
      ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x80]]
    var keys = 0
    for _ in 0..<20_000 {
      let line = (0..<Int.random(in: 0...9, using: &random)).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      guard let read = AuthorizedKey(line[...]) else { continue }
      keys += 1
      #expect(read.blob.starts(with: key.blob.prefix(15)))  // Its type.
      for (text, limit) in [(read.name.comment, 128), (read.name.options ?? "-", 256)] {
        #expect(text.unicodeScalars.count <= limit + 1)
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E })
      }
    }
    #expect(keys > 500)
  }
}

extension AuthorizedKey {
  fileprivate func with(options: String?) -> AuthorizedKey {
    var copy = self
    copy.name.options = options
    return copy
  }
}
