// What the journal is searched for.

/// What an entry must have, any one of these, to be of interest: `FIELD=value`.
///
/// Never the unit: Debian has ssh.service, others sshd.service, socket activation sshd@….service, and lines of a running
/// session appear under session-N.scope.
public enum SessionMatches {
  /// Matches on the name of the sender, and on systemd's messages.
  public static let all =
    TrustRules.identifiers.sorted().map { "SYSLOG_IDENTIFIER=\($0)" }
    + [
      MessageID.sessionStarted, MessageID.sessionEnded, MessageID.shutdown, MessageID.journalStarted,
      MessageID.messagesDropped,
    ]
    .map { "MESSAGE_ID=\($0)" }
}
