// Which texts are mail addresses, and what commands and headers make of them.

import Testing

@testable import Alerts

struct MailAddressTests {
  @Test(arguments: [
    ("you@example.org", "you@example.org"), ("root", "root"), ("you+tag@example.org", "you+tag@example.org"),
    ("first.last@sub.example.org", "first.last@sub.example.org"), ("a@web1", "a@web1"),
    ("a@my_host.lan", "a@my_host.lan"),
    ("jörg@example.org", "jörg@example.org"), ("you@bücher.example", "you@xn--bcher-kva.example"),
    ("jörg@bücher.example", "jörg@xn--bcher-kva.example"), ("you@BÜCHER.example", "you@xn--bcher-kva.example"),
    ("you@faß.de", "you@xn--fa-hia.de"), ("用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah"),
    ("you@xn--bcher-kva.example", "you@xn--bcher-kva.example"), ("you@Example.ORG", "you@Example.ORG"),
    ("you@[192.0.2.1]", "you@[192.0.2.1]"), ("you@[IPv6:2001:db8::1]", "you@[IPv6:2001:db8::1]"),
    ("a!#$%&'*+-/=?^_`{|}~@example.org", "a!#$%&'*+-/=?^_`{|}~@example.org"),
  ]) func `an address is its local part and its domain in ASCII`(text: String, ascii: String) throws {
    #expect(try MailAddress(text).text == ascii)
  }

  @Test(arguments: [
    "", "@", "@example.org", "you@", "a@b@c", ".you@example.org", "you.@example.org", "a..b@example.org",
    "a b@example.org",
    "\"a b\"@example.org", "<you@example.org>", "you@example.org>", "you@example.org, b@example.org",
    "you@example.org;",
    "a:b@example.org", "a\\b@example.org", "a(b)@example.org", "you@exa mple.org", "you@example..org",
    "you@.example.org",
    "you@example.org.", "you@-example.org", "you@example-.org", "you@_example.org", "you@example_.org",
    "you@exa,mple.org",
    "you@192.0.2.1", "you@[192.0.2.1", "you@192.0.2.1]", "you@[192.0.2]", "you@[192.0.2.256]", "you@[web1]", "you@[]",
    "you@[2001:db8::1]", "you@[IPv6:2001:db8::g]", "you@[IPv6:fe80::1%eth0]", "you@[192.0.2.1\0]", "you\0@example.org",
    "you@example\0.org", "you\r\n@example.org", "you@example.org\r\nRCPT TO:<b@example.org>", "you@example.org\n",
    "\nroot",
    "you\u{7F}@example.org", "you\u{202E}@example.org", "you@exa\u{202E}mple.org", "you@exa\u{200D}mple.org",
    "you\u{85}",
    "you\u{A0}x@example.org", "you\u{FFFD}@example.org", "you@bücher%2eexample", "you@bü/cher.example",
    "you@bü@cher.example",
    "you@xn--ü.example", "you@ü..example", "you@-ü.example", "you@\u{301}a.example", "you@１９２.0.2.1",
    "you@ü\u{FF1E}.example",
  ]) func `what could end it, or is no name of a host, makes it none`(text: String) {
    #expect(throws: MailAddress.Flaw.self, "\(text.debugDescription)") { try MailAddress(text) }
  }

  @Test func `it is as long as RFC 5321 allows and no longer`() throws {
    let local = String(repeating: "a", count: 64)
    let domain = (1...3).map { _ in String(repeating: "b", count: 60) }.joined(separator: ".") + ".example"
    #expect(try MailAddress("\(local)@\(domain.suffix(189))").text.utf8.count == 254)
    #expect(throws: MailAddress.Flaw.length) { try MailAddress("\(local)@\(domain)") }
    #expect(throws: MailAddress.Flaw.length) { try MailAddress("a\(local)@example.org") }
    let grows = Array(repeating: "é", count: 27).joined(separator: ".")
    #expect(try MailAddress("a@\(grows)").text.utf8.count == 217)
    #expect(throws: MailAddress.Flaw.length) { try MailAddress("\(local)@\(grows)") }
    #expect(throws: MailAddress.Flaw.length) { try MailAddress(String(repeating: "ö", count: 33)) }
    #expect(throws: MailAddress.Flaw.domain) { try MailAddress("a@\(String(repeating: "b", count: 64)).example") }
    #expect(throws: MailAddress.Flaw.domain) { try MailAddress("a@\(String(repeating: "ü", count: 63)).example") }
  }
}
