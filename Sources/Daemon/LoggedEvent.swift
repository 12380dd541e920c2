// What the daemon logs that somebody may look for, or want explained: each kind has an id, which the journal keeps as MESSAGE_ID.
// systemd/ssh-alertd.catalog explains each, for `journalctl -x`. An id never changes its meaning, and is never used again.

import Journal
import Store

/// A kind of event; the raw value is its MESSAGE_ID (systemd.journal-fields(7)).
public enum LoggedEvent: String, Sendable, CaseIterable {
  /// The daemon follows the journal.
  case started = "eef10477ffdc43438b9ccc41173372bb"
  /// The daemon ends, since it was told to.
  case stopped = "c19c81088ca7423b96857c15cc0ef281"
  /// The daemon cannot start.
  case startFailed = "e1821213952948539609bd73a7463635"
  /// Somebody logged in, and it is decided whether that is mailed.
  case loginDecided = "a201588d046b4b639d5e55342756e33d"
  /// A session is over, and its end is mailed.
  case logoutMailed = "24bb549e9dcb45588a41251c65c8ca44"
  /// Many attempts have failed, and that is mailed.
  case failuresMailed = "a39a5fbee7bb445794e2548f1a7c686a"
  /// A server has taken a mail.
  case mailSent = "6ac01d770f244063a7c6189615e5b4bd"
  /// A server puts a mail off; it is tried again.
  case mailPutOff = "d78a93f982e646088cee139ac448b785"
  /// A mail is refused, or was put off for too long; it is kept.
  case mailFailed = "9e44393700154f18bf8666ef098bee7e"
  /// A mail server cannot be reached, or does not let us in, and is left alone for a while.
  case serverHeld = "40dd611a432f47da81842b1f7d585b39"
  /// A mail server that was left alone answers again.
  case serverAnswers = "1b58898938214d33a48378968f33f1e8"
  /// Logins may have been missed.
  case loginsMissed = "27459a6bdf54464f8406d096e115ca9e"
  /// The configuration was read again.
  case configurationRead = "2c8f2ff8a1484c7faaf19601048e9f59"
  /// The configuration was read again and is wrong: the old one goes on.
  case configurationRefused = "4e75db0a05014528afc729ab574965f3"
  /// The database cannot be used; it is tried again.
  case recordFailed = "24b7840671fe41549a00ba6e00fc8253"
  /// The journal cannot be read; it is tried again.
  case journalFailed = "5e95ebe38b554928a8d258d092bd7d04"
  /// What could not be done can be done again.
  case worksAgain = "18178e1d17f247edb5f9af4c603f3f29"
  /// Nobody could say where a login came from, or by whose key.
  case lookupFailed = "e6dfa701be9344b2ab444d352ef33bd5"

  /// What an error is about; nil where that is neither the journal nor the database.
  init?(_ error: any Error) {
    switch error {
    case is JournalError: self = .journalFailed
    case let error where Store.isOfDatabase(error): self = .recordFailed
    default: return nil
    }
  }
}
