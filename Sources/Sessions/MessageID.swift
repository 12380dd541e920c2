// The MESSAGE_IDs that the parser knows, and with them what the journal has to be searched for.

/// MESSAGE_IDs of systemd (`sd-messages.h`).
public enum MessageID {
  /// logind: a session was started (SD_MESSAGE_SESSION_START).
  public static let sessionStarted = "8d45620c1a4348dbb17410da57c60c66"
  /// logind: a session ended (SD_MESSAGE_SESSION_STOP).
  public static let sessionEnded = "3354939424b4456d9802ca8333ed424a"
  /// logind: the machine goes down (SD_MESSAGE_SHUTDOWN).
  public static let shutdown = "98268866d1d54a499c4e98921d93bc40"
  /// journald started (SD_MESSAGE_JOURNAL_START): the first entry of a boot, by which older boots are known to be over.
  public static let journalStarted = "f77379a8490b408bbe5f6940505a777b"
  /// journald: it dropped messages, since there were too many (SD_MESSAGE_JOURNAL_DROPPED).
  public static let messagesDropped = "a596d6fe7bfa4994828e72309e95d61e"
}
