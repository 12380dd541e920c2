// What a cursor says: sd_journal_get_cursor(3) calls it opaque, but journald's documents its parts (JOURNAL_EXPORT_FORMATS.md,
// `__CURSOR`; sd-journal.c), and two of them tell what lies between two entries.

/// The parts of a cursor: `s=SEQNUM-ID;i=SEQNUM;b=BOOT;m=MONOTONIC;t=REALTIME;x=HASH`, numbers in hexadecimal.
public struct JournalCursor: Equatable, Sendable {
  /// As libsystemd wrote it.
  public let text: String
  /// Which count of entries it is of: a new one begins where a journal begins.
  public let seqnumID: String
  /// The entry's number in that count, whoever wrote it and whatever matches are set.
  public let seqnum: UInt64
  /// `_BOOT_ID`, where the cursor tells it.
  public let bootID: String?
  /// Microseconds since that boot, where the cursor tells them.
  public let monotonicMicroseconds: UInt64?

  /// Reads a cursor; nil where those parts are missing.
  public init?(_ text: String) {
    var parts: [Substring: Substring] = [:]
    for part in text.split(separator: ";") {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      parts[part[..<equals]] = part[part.index(after: equals)...]
    }
    guard let id = parts["s"], let number = parts["i"].flatMap({ UInt64($0, radix: 16) }) else { return nil }
    self.text = text
    seqnumID = String(id)
    seqnum = number
    bootID = parts["b"].map(String.init)
    monotonicMicroseconds = parts["m"].flatMap { UInt64($0, radix: 16) }
  }

  /// How many entries lie between this one and a later one; nil where they are not of one count.
  public func entries(before later: JournalCursor) -> Int? {
    guard seqnumID == later.seqnumID || isOfBoot(of: later), later.seqnum > seqnum else { return nil }
    return Int(clamping: later.seqnum - seqnum - 1)
  }

  /// True where it was logged before the other one for certain, whatever the clock said.
  public func isEarlier(than other: JournalCursor) -> Bool {
    guard isOfBoot(of: other), let ours = monotonicMicroseconds, let theirs = other.monotonicMicroseconds else {
      return false
    }
    return ours < theirs
  }

  /// Up to version 253 journald names the count anew in each user's file, and counts on through all files that it writes; a
  /// journal that was wiped begins at 1.
  private func isOfBoot(of other: JournalCursor) -> Bool {
    bootID != nil && bootID == other.bootID
  }
}
