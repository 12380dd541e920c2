// The forms of `mail.server`.

import Testing

@testable import Delivery

struct RelayAddressTests {
  @Test(arguments: [
    ("smtp://mail.example.org", RelayAddress.smtp(host: "mail.example.org", port: 587, isImplicitTLS: false)),
    ("smtp://mail.example.org:25", .smtp(host: "mail.example.org", port: 25, isImplicitTLS: false)),
    ("smtps://mail.example.org", .smtp(host: "mail.example.org", port: 465, isImplicitTLS: true)),
    ("smtps://203.0.113.7:65535/", .smtp(host: "203.0.113.7", port: 65535, isImplicitTLS: true)),
    ("maildir:/var/lib/ssh-alertd/mail", .maildir(path: "/var/lib/ssh-alertd/mail")),
    ("smtp://mail.müller.example", .smtp(host: "mail.xn--mller-kva.example", port: 587, isImplicitTLS: false)),
    ("maildir:/with space", .maildir(path: "/with space")),
  ]) func `an address is read`(text: String, address: RelayAddress) {
    #expect(RelayAddress(text) == address)
  }

  @Test(arguments: [
    "", "mail.example.org", "mail.example.org:587", "smtp:mail.example.org", "smtp://", "http://mail.example.org",
    "smtp://user@mail.example.org", "smtp://user:secret@mail.example.org", "smtp://mail.example.org/path",
    "smtp://mail.example.org?x=1", "smtp://mail.example.org:0", "smtp://mail.example.org:65536",
    "smtp://mail.example.org:x", "maildir:relative", "maildir:", "maildir", "smtp://a b",
  ]) func `anything else is none`(text: String) {
    #expect(RelayAddress(text) == nil)
  }

  @Test(arguments: [
    "smtp://mail.example.org:587", "smtps://mail.example.org:465", "smtp://[::1]:25", "maildir:/var/mail",
  ])
  func `it is written as it is read`(text: String) {
    #expect(RelayAddress(text)?.description == text)
  }

  @Test(arguments: ["smtp://localhost", "smtp://127.0.0.1:25", "smtp://127.1.2.3", "smtp://[::1]", "maildir:/x"])
  func `no byte leaves the machine on loopback`(text: String) throws {
    #expect(try #require(RelayAddress(text)).isLoopback)
  }

  @Test(arguments: [
    "smtp://mail.example.org", "smtp://localhost.example.org", "smtp://127.example.org", "smtp://127.mail.example.org",
    "smtp://1.127.0.0", "smtp://[::2]",
  ]) func `a name that only looks like loopback is none`(text: String) throws {
    #expect(try !#require(RelayAddress(text)).isLoopback)
  }
}
