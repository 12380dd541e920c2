// The types of value of `mail` that say how a server is spoken to.

import Delivery
import Yams

extension Node {
  /// One server or more, each once; a Maildir takes all mail, so that nothing would be left for another.
  func relays() throws -> [RelayAddress] {
    let servers = try list { try $0.relay() }
    guard !servers.isEmpty else { throw ValueError("must name at least one server") }
    let names = servers.map { $0.description.lowercased() }
    for (index, name) in names.enumerated() {
      if names[..<index].contains(name) { throw ValueError("names '\(servers[index])' twice; once is enough") }
      if case .maildir = servers[index], servers.count > 1 {
        throw ValueError("must not name a Maildir beside other servers, since it would take all mail")
      }
    }
    return servers
  }

  func relay() throws(ValueError) -> RelayAddress {
    let text = try text()
    guard !text.contains("@") else {
      throw ValueError("must not hold a name or a password; they have 'mail.username' and 'mail.password_file'")
    }
    guard let address = RelayAddress(text) else {
      throw ValueError("must be 'smtp://host:587', 'smtps://host:465' or 'maildir:/path', not '\(text)'")
    }
    return address
  }

  func mechanism() throws(ValueError) -> SMTPSettings.Mechanism {
    let words = SMTPSettings.Mechanism.allCases.map { ($0.rawValue.lowercased(), $0) }
    return try choice(Dictionary(uniqueKeysWithValues: words))
  }

  /// A program and its arguments. One text is a program alone: no shell takes it apart.
  func command() throws -> [String] {
    let words = try list { node throws(ValueError) in
      guard let scalar = node.scalar, node.null == nil, !scalar.string.utf8.contains(0) else {
        throw ValueError("must be a list of texts")
      }
      return scalar.string
    }
    guard let program = words.first, program.hasPrefix("/"), sequence != nil || !program.contains(" ") else {
      throw ValueError(
        "must be an absolute path and its arguments, such as '[/usr/local/bin/mail-token, you@example.org]'")
    }
    return words
  }

  /// How long a server may take, from the time for a whole mail.
  func limits() throws(ValueError) -> SMTPSettings.Limits {
    let total = try span(from: "1s", to: "10m")
    let silence = Duration.seconds(total.components.seconds / 2)
    return .init(connect: min(.seconds(30), total), total: total, silence: max(.seconds(1), silence))
  }

  /// The waits between tries.
  func waits() throws -> [Duration] {
    let waits = try list { try $0.span(from: "1s", to: "1d") }
    guard (1...20).contains(waits.count) else {
      throw ValueError("must hold from 1 to 20 spans, such as '[15s, 1m, 1h]'")
    }
    return waits
  }

  /// How many mails an hour; nil for no limit.
  func hourlyLimit() throws(ValueError) -> Int? { try count(1...1000, or: "none") }

  /// How many failed attempts are a burst; nil for no mail about any.
  func failures() throws(ValueError) -> Int? { try count(1...1_000_000, or: "never") }

  private func count(_ bounds: ClosedRange<Int>, or none: String) throws(ValueError) -> Int? {
    let word = try text()
    if word == none { return nil }
    guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(word), bounds.contains(count) else {
      throw ValueError(
        "must be a number from \(bounds.lowerBound) to \(bounds.upperBound), or '\(none)', not '\(word)'")
    }
    return count
  }
}
