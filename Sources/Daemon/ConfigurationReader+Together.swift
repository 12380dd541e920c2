// What no key can tell alone: keys that need each other, and keys that contradict each other. What only the service manager's
// credentials can contradict is told by MailSecret.swift.

import Delivery

extension ConfigurationReader {
  mutating func checkTogether() {
    if !says("mail.server") { configuration.keepMailBesideDatabase() }
    if !configuration.notifiesNobody, !says("mail.to") {
      complain(
        "mail.server", "'mail.server' needs 'mail.to': name at least one recipient, such as 'to: [you@example.org]'")
    }
    if says("mail.client_key"), !says("mail.client_certificate") {
      complain("mail.client_key", "'mail.client_key' needs 'mail.client_certificate' beside it")
    }
    if configuration.lookup.ipinfo == nil,
      let key = ["lookup.ipinfo_server", "lookup.ipinfo_token_file"].first(where: says)
    {
      complain(key, "'\(key)' needs 'lookup.ipinfo: standard' or 'lite' beside it")
    }
    checkClearText()
    checkSecret()
  }

  private mutating func checkClearText() {
    guard configuration.mail.requiresTLS == false else { return }
    if says("mail.username") {
      complain(
        "mail.starttls", "'never' would send the password or token in clear; use 'required', or remove 'mail.username'")
    }
    if says("mail.client_certificate") {
      complain("mail.starttls", "'never' leaves 'mail.client_certificate' unused; use 'required', or remove it")
    }
  }

  private mutating func checkSecret() {
    let secrets = ["mail.password_file", "mail.token_file", "mail.token_command"].filter(says)
    if !says("mail.username"), let key = (secrets + ["mail.auth"].filter(says)).first {
      complain(key, "'\(key)' needs 'mail.username' beside it")
    }
    if secrets.count > 1 {
      complain(secrets[1], "'\(secrets[0])' and '\(secrets[1])' do not go together; keep one")
    } else if let secret = secrets.first, let mechanism = configuration.mail.mechanism {
      let isToken = secret != "mail.password_file"
      guard isToken != (mechanism == .xoauth2) else { return }
      let remedy = isToken ? "use 'xoauth2'" : "use 'mail.token_file' or 'mail.token_command'"
      complain("mail.auth", "'mail.auth' does not go together with '\(secret)'; \(remedy), or remove one")
    }
  }
}
