// All of a journal, whatever its entries are about: whether the saved one is still there, what is missing after it, and where the
// journal ends. The reader with matches can tell none of this, since an entry that it does not see may be of no interest or gone.

import Journal
import Sessions
import Store

/// Looks at a journal without matches. Not Sendable, as the reader that it holds.
final class JournalTail {
  private let source: JournalSource
  private let reader: JournalReader

  init(_ source: JournalSource) throws(JournalError) {
    self.source = source
    reader = try JournalReader(source)
    try reader.process()
  }

  /// Takes in what happened to the files.
  /// - Returns: true where files came or went.
  func process() throws(JournalError) -> Bool {
    try reader.process()
  }

  /// Bytes on the disk of all files that are read.
  func size() throws(JournalError) -> UInt64 {
    try reader.size()
  }

  /// The last entry, as a position; nil where there is none.
  func end() throws(JournalError) -> JournalPosition? {
    guard try reader.seekLast() else { return nil }
    return JournalPosition(cursor: try reader.cursor(), at: try reader.time())
  }

  /// The boot of the last entry, and its first one; nil where the journal is empty. It is asked for by a match: where a file has
  /// no entry of a boot, sd_journal_seek_monotonic_usec(3) goes to its head.
  func newestBoot() throws(JournalError) -> (id: String, start: JournalPosition)? {
    guard try reader.seekLast() else { return nil }
    let boot = try reader.entry().bootID
    let ofBoot = try JournalReader(source)
    try ofBoot.match(anyOf: ["_BOOT_ID=\(boot)"])
    try ofBoot.seekHead()
    guard try ofBoot.next() else { return nil }
    return (boot, JournalPosition(cursor: try ofBoot.cursor(), at: try ofBoot.time()))
  }

  /// When the first entry was logged that is not older than this; nil where there is none.
  func firstTime(from time: Timestamp) throws(JournalError) -> Timestamp? {
    try reader.seek(to: time)
    return try reader.next() ? try reader.time() : nil
  }

  /// What is known of the entries that follow a place.
  enum Continuation: Equatable {
    /// Nothing is missing.
    case whole
    /// Some are gone.
    case lost(Gap)
    /// Nothing follows yet.
    case unknown
  }

  /// Looks whether something is missing between a place and what now comes after it. The entry itself may be gone, where all
  /// of its file was read: the next number then tells that nothing else is.
  func continuation(after position: JournalPosition) throws(JournalError) -> Continuation {
    guard let cursor = position.cursor.flatMap(JournalCursor.init) else { return .whole }
    try reader.seek(toCursor: cursor.text)
    guard try reader.next() else { return .unknown }
    if try reader.isAt(cursor: cursor.text) { return .whole }
    guard let next = JournalCursor(try reader.cursor()) else { return .unknown }
    // After a clock that was set back libsystemd can go to what was logged long before: that tells nothing of what comes later.
    if next.isEarlier(than: cursor) { return .unknown }
    let lost = cursor.entries(before: next)
    if lost == 0 { return .whole }
    let first = try reader.entry()
    return .lost(
      Gap(
        lost == nil ? .replaced : .vacuumed, from: min(position.at, first.at), to: first.at, entries: lost,
        hostname: first.hostname))
  }
}
