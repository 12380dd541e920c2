// What stands behind `ssh2: `: plain keys, certificates of both forms, and what key ids make of them.

import Testing

@testable import Sessions

struct KeyUseTests {
  @Test(arguments: [
    ("ED25519 SHA256:5zNfD8Jg/1Wo", "ED25519", "SHA256:5zNfD8Jg/1Wo"),
    ("RSA MD5:aa:bb:cc", "RSA", "MD5:aa:bb:cc"),
    ("ECDSA SHA256:x", "ECDSA", "SHA256:x"),
    ("ED25519-SK SHA256:x, signature count = 42", "ED25519-SK", "SHA256:x"),
    (#"RSA SHA256:x, client user "bob", client host "b.example.org""#, "RSA", "SHA256:x"),
    (#"RSA SHA256:x, client user "ID evil (serial 1) CA RSA SHA256:ca", client host "b""#, "RSA", "SHA256:x"),
  ]) func `a plain key has a type and a fingerprint`(text: String, type: String, fingerprint: String) {
    #expect(KeyUse(text[...], isCut: false) == KeyUse(type: type, fingerprint: fingerprint))
  }

  @Test(arguments: [
    ("RSA-CERT SHA256:own ID alice (serial 7) CA ED25519 SHA256:ca", "SHA256:own"),
    ("RSA-CERT ID alice (serial 7) CA ED25519 SHA256:ca", nil),
    ("RSA-CERT SHA256:own ID alice (serial 7) CA ED25519 SHA256:ca, signature count = 1", "SHA256:own"),
    (#"RSA-CERT ID alice (serial 7) CA ED25519 SHA256:ca, client user "b", client host "h""#, nil),
  ]) func `a certificate has its own fingerprint since 7.9`(text: String, fingerprint: String?) {
    let certificate = Certificate(id: "alice", serial: "7", authority: "SHA256:ca")
    #expect(
      KeyUse(text[...], isCut: false)
        == KeyUse(type: "RSA-CERT", fingerprint: fingerprint, certificate: certificate))
  }

  @Test(arguments: ["", " ", "rsa SHA256:x", "RSA", "RSA ", "RSA word", "RSA\u{A0}SHA256:x", " RSA SHA256:x"])
  func `what is no key is none`(text: String) {
    #expect(KeyUse(text[...], isCut: false) == nil)
  }

  @Test(arguments: ["0", "1", "18446744073709551615"])
  func `a serial goes up to 64 bits`(serial: String) {
    #expect(Certificate("alice (serial \(serial)) CA RSA SHA256:ca", isCut: false).serial == serial)
  }

  @Test(arguments: ["18446744073709551616", "-1", "x", "", "1 "])
  func `what is no serial belongs to the key id`(serial: String) {
    let text = "alice (serial \(serial)) CA RSA SHA256:ca"
    #expect(Certificate(text[...], isCut: false) == Certificate(id: text, serial: nil, authority: nil))
  }

  @Test(arguments: [
    "", "alice laptop key", "alice, bob", "x (serial 1) CA RSA SHA256:evil", "x (serial 1", "x (serial 1) CA RSA",
    "evil) from 6.6.6.6 port 1 ssh2: RSA SHA256:AAAA (serial 7", "ID x ID y", "x (serial",
    "a (serial 1) CA RSA SHA256:evil, b (serial 2) CA RSA SHA256:evil,",
  ]) func `a key id can look like any ending`(id: String) {
    let text = "\(id) (serial 42) CA ED25519 SHA256:ca"
    #expect(Certificate(text[...], isCut: false) == Certificate(id: id, serial: "42", authority: "SHA256:ca"))
  }

  @Test func `a key id that looks like an ending counts for nothing when the line was cut`() {
    let text = "x (serial 1) CA RSA SHA256:evil and so on, until the true end is cut of"
    #expect(Certificate(text[...], isCut: true) == Certificate(id: text, serial: nil, authority: nil))
  }

  @Test func `a client with a host's certificate cannot forge its own CA`() {
    let text = """
      host1 (serial 1) CA ED25519 SHA256:ca, client user "x (serial 9) CA ED25519 SHA256:evil, \
      client user "y", client host "h"
      """
    let found = Certificate(text[...], isCut: false, isHostbased: true)
    #expect(found == Certificate(id: "host1", serial: "1", authority: "SHA256:ca"))
  }

  @Test func `a key id is decoded, but only once it is cut out`() {
    let text = #"j\303\266rg\\x (serial 3) CA RSA SHA256:ca"#
    #expect(Certificate(text[...], isCut: false).id == #"jörg\x"#)
  }

  @Test func `a comma ends the fingerprint, not the line`() {
    let text = "a (serial 3) CA RSA SHA256:ca more words"
    #expect(Certificate(text[...], isCut: false).authority == nil)
  }
}
