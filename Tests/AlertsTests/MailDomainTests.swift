// The name of a host as a header can have it.

import Testing

@testable import Alerts

struct MailDomainTests {
  @Test(arguments: [
    ("web1", "web1"), ("web1.example.org", "web1.example.org"), ("wëb1", "xn--wb1-jma"), ("", "localhost"),
    ("...", "localhost"),
    ("---", "localhost"), ("a..b", "a.b"), (".a.", "a"), ("-a-", "a"), ("a b", "a-b"), ("a\r\nBcc: x@y", "a--Bcc--x-y"),
    ("web1> <evil@example.org", "web1---evil-example.org"), ("192.0.2.1", "192.0.2.1"), ("_a_", "a"),
    ("=?utf-8?q?x?=", "utf-8-q-x"),
    ("\u{202E}", "localhost"), ("\0", "localhost"),
  ]) func `any host has one`(host: String, domain: String) {
    #expect(MailDomain.of(host: host) == domain)
  }

  @Test func `a long one is cut`() {
    let domain = MailDomain.of(host: String(repeating: "w", count: 10_000))
    #expect(domain == String(repeating: "w", count: 63))
    #expect(MailDomain.of(host: String(repeating: "w.", count: 10_000)).utf8.count <= 100)
  }
}
