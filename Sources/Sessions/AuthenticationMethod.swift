// The methods of auth2.c. VERBOSE logs `Accepted key …` and `Accepted certificate …` too, which are no logins.

enum AuthenticationMethod {
  private static let families: Set<Substring> = [
    "none", "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic", "gssapi-keyex",
  ]
  private static let withKey: Set<Substring> = ["publickey", "hostbased"]

  /// What stands before the submethod: of `keyboard-interactive/pam` the first word.
  static func family(of method: Substring) -> Substring {
    method.prefix { $0 != "/" }
  }

  static func isKnown(_ method: Substring) -> Bool {
    families.contains(family(of: method))
  }

  /// True where the line goes on with the key.
  static func usesKey(_ method: Substring) -> Bool {
    withKey.contains(family(of: method))
  }
}
