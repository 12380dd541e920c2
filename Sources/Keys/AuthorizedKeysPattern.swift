// Where a user's keys are: sshd_config(5), AuthorizedKeysFile and TOKENS; auth.c, `expand_authorized_keys`.

import Glibc

/// One of the files that AuthorizedKeysFile names: `.ssh/authorized_keys`, `/etc/ssh/keys/%u`.
struct AuthorizedKeysPattern: Equatable {
  var text: String

  /// The path for a user; nil for `none`, a token that sshd does not know, and a path that is too long.
  func path(for account: Account) -> String? {
    guard text.lowercased() != "none", let path = expanded(for: account), !path.isEmpty else { return nil }
    let absolute = path.hasPrefix("/") ? path : "\(account.home)/\(path)"
    return absolute.utf8.count < PATH_MAX ? absolute : nil
  }

  private func expanded(for account: Account) -> String? {
    var path = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      guard character == "%" else {
        path.append(character)
        continue
      }
      switch rest.popFirst() {
      case "%": path += "%"
      case "h": path += account.home
      case "u": path += account.name
      case "U": path += String(account.uid)
      default: return nil
      }
    }
    return path
  }
}
