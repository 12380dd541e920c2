// The fields that an entry has beside its words, so that `journalctl SSH_ALERTD_USER=alice` finds it. What is in them others may
// have written: users' names, servers' replies.

/// The name of a field in the journal.
public enum LogField: String, Sendable, CaseIterable {
  /// A `LoggedEvent`.
  case messageID = "MESSAGE_ID"
  /// `login.id`.
  case loginID = "SSH_ALERTD_LOGIN_ID"
  /// The server that somebody logged in to, or that logins may have been missed on.
  case host = "SSH_ALERTD_HOST"
  /// Who logged in.
  case user = "SSH_ALERTD_USER"
  /// From where.
  case address = "SSH_ALERTD_ADDRESS"
  /// How: `publickey`, or several methods with commas between them.
  case method = "SSH_ALERTD_METHOD"
  /// The key's fingerprint.
  case key = "SSH_ALERTD_KEY"
  /// `mail`, `digest` or `silent`.
  case decision = "SSH_ALERTD_DECISION"
  /// Why: of a decision, a gap or a failure.
  case reason = "SSH_ALERTD_REASON"
  /// What was new about a login, in the words of `novelty`.
  case news = "SSH_ALERTD_NEWS"
  /// `outbox.id`.
  case mailID = "SSH_ALERTD_MAIL_ID"
  /// To whom a mail goes.
  case recipient = "SSH_ALERTD_RECIPIENT"
  /// A mail server, as in the configuration.
  case server = "SSH_ALERTD_SERVER"
  /// What a mail server answered.
  case reply = "SSH_ALERTD_REPLY"
}
