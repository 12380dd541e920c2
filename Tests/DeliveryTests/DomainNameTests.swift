// Domains as the DNS has them.

import Testing

@testable import Delivery

struct DomainNameTests {
  @Test(arguments: [
    ("example.org", "example.org"), ("Example.ORG", "Example.ORG"), ("müller.example", "xn--mller-kva.example"),
    ("例え.テスト", "xn--r8jz45g.xn--zckzah"), ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"), ("a b.ü", "a b.ü"), ("", ""),
  ]) func `a domain is written in ASCII where that can be done`(name: String, ascii: String) {
    #expect(DomainName.ascii(name) == ascii)
  }
}
