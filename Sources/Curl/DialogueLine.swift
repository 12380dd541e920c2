// One line of what passes between us and a server, for a person to read: without secrets, not yet without control characters.

import CCurl

/// What passed.
public enum DialogueLine: Equatable, Sendable {
  /// What we said.
  case sent(String)
  /// What the other side said.
  case received(String)
  /// The bytes that were uploaded, by their number.
  case uploaded(Int)
  /// What libcurl tells of the connection and its encryption.
  case note(String)

  /// A text of CURLOPT_DEBUGFUNCTION(3), if it is one of those that help a person.
  static func note(about text: String) -> DialogueLine? {
    let words = text.drop { $0 == " " }.prefix { $0 != "\n" }
    return notable.contains { words.hasPrefix($0) } ? .note(String(words)) : nil
  }

  /// How those begin.
  private static let notable = [
    "Trying ", "Connected to ", "SSL connection using ", "subject: ", "expire date: ", "issuer: ", "subjectAltName",
    "SSL certificate ", "SSL: ", "STARTTLS ",
  ]
}
