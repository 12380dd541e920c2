// The line that matters: auth.c, `auth_log()`, the same in OpenSSH 7.2 to 10.x.
//
//     Accepted METHOD[/SUBMETHOD] for USER from ADDR port N ssh2[: EXTRA]

/// What sshd says when it lets somebody in.
struct AcceptedLine: Equatable {
  var user: String
  var origin: Endpoint
  /// With its submethod: `keyboard-interactive/pam`.
  var method: String
  /// The key, for the methods that use one.
  var key: KeyUse?

  /// sshd logs at most this many bytes of a line (log.c, `do_log`, `%.500s`): a longer one has lost its end.
  static let longestLine = 500

  /// The methods of auth2.c. VERBOSE logs `Accepted key …` and `Accepted certificate …` too, which are no logins.
  private static let methods: Set<Substring> = [
    "none", "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic", "gssapi-keyex",
  ]
  private static let methodsWithKey: Set<Substring> = ["publickey", "hostbased"]

  /// Reads the line; nil where it is another.
  init?(_ message: String) {
    var line = LineScanner(message)
    guard line.skip("Accepted "), let method = line.word(), let family = Self.family(of: method), line.skip(" for ")
    else { return nil }
    guard let (user, origin, extra) = Self.userAndOrigin(line.rest) else { return nil }
    self.user = SSHDEscapes.decode(user)
    self.origin = origin
    self.method = String(method)
    guard Self.methodsWithKey.contains(family) else { return }
    key = KeyUse(extra, isCut: message.utf8.count >= Self.longestLine, isHostbased: family == "hostbased")
  }

  private static func family(of method: Substring) -> Substring? {
    let family = method.prefix { $0 != "/" }
    return methods.contains(family) ? family : nil
  }

  /// Takes the first ` from ADDR port N ssh2`: the user of an accepted login is a real account, and all that somebody
  /// else could have put into the line comes after it.
  private static func userAndOrigin(_ text: Substring) -> (Substring, Endpoint, extra: Substring)? {
    for separator in text.places(of: " from ") where separator.lowerBound > text.startIndex {
      var tail = LineScanner(text[separator.upperBound...])
      guard let origin = tail.endpoint(), tail.skip(" ssh2") else { continue }
      guard tail.rest.isEmpty || tail.skip(": ") else { continue }
      return (text[..<separator.lowerBound], origin, tail.rest)
    }
    return nil
  }
}
