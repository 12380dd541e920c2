// Addresses as the server gets them. RFC 6531: a name before the @ that is not ASCII needs SMTPUTF8, a domain does not, since it
// has a form in ASCII. So only the first is left as it is, and a mail that could pass older servers on its way still does.

extension Envelope {
  /// For MAIL FROM.
  var wireSender: String { Self.wire(sender) }
  /// For RCPT TO.
  var wireRecipient: String { Self.wire(recipient) }

  /// The address that only a server with SMTPUTF8 can take; nil where there is none.
  var internationalAddress: String? {
    [wireSender, wireRecipient].first { !$0.utf8.allSatisfy { $0 < 128 } }
  }

  private static func wire(_ address: String) -> String {
    guard let at = address.lastIndex(of: "@") else { return address }
    return address[...at] + DomainName.ascii(String(address[address.index(after: at)...]))
  }
}
