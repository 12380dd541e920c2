// A journal as the Watcher wants it: the entries after a position, a batch at a time.

import Foundation
import Journal
import Sessions
import Store

/// Follows a journal from a position on. Not Sendable, as the reader that it holds.
final class Follower {
  private let reader: JournalReader
  /// True where the reader already stands on an entry that was not handed out.
  private var isOnNew = false
  /// True where the position was of no use, since it lies in the future: it goes on from the journal's end.
  private(set) var hasSkipped = false

  /// Opens the journal after a position, which may no longer be there: then the first entry that is left comes next.
  init(_ source: JournalSource, after position: JournalPosition, at now: Date) throws(JournalError) {
    reader = try JournalReader(source)
    try reader.match(anyOf: SessionMatches.all)
    try reader.process()
    try seek(after: position, at: now)
  }

  /// Where a journal ends: its last entry, whatever that is about, or this moment where it has none.
  static func end(of source: JournalSource, at now: Date) throws(JournalError) -> JournalPosition {
    let reader = try JournalReader(source)
    try reader.process()
    guard try reader.seekLast() else { return JournalPosition(cursor: nil, at: Timestamp(now)) }
    let last = try reader.entry()
    return JournalPosition(cursor: last.cursor, at: last.at)
  }

  /// Never steps back from where a cursor lands: after a vacuum that loses an entry. What is no cursor is not read on from,
  /// since that would start at the head of the journal; its time is taken instead, and what is known then comes again, to no
  /// effect.
  private func seek(after position: JournalPosition, at now: Date) throws(JournalError) {
    if let cursor = position.cursor, try hasSought(cursor) {
      if try reader.next() {
        isOnNew = try !reader.isAt(cursor: cursor)
        return
      }
    } else {
      try reader.seek(to: position.at)
    }
    if position.at > Timestamp(now) { try skip() }
  }

  /// The clock was set back and the entry is gone: until the clock has caught up, nothing would come after it.
  private func skip() throws(JournalError) {
    hasSkipped = true
    if try !reader.seekLast() { try reader.seekHead() }
  }

  private func hasSought(_ cursor: String) throws(JournalError) -> Bool {
    do {
      try reader.seek(toCursor: cursor)
      return true
    } catch  where error.errno == EINVAL {
      return false
    }
  }

  /// The next entries; none where the journal has no more for now.
  func next(atMost limit: Int) throws(JournalError) -> [JournalEntry] {
    try reader.process()
    var entries: [JournalEntry] = []
    while entries.count < limit {
      if isOnNew { isOnNew = false } else if try !reader.next() { break }
      entries.append(try reader.entry())
    }
    return entries
  }

  /// Blocks the thread until there may be more, the wakeup rings, or the time is over.
  func wait(_ wakeup: Wakeup, atMost span: Duration?) throws(JournalError) {
    try reader.wait(orReadable: wakeup.descriptor, milliseconds: span.map(\.pollMilliseconds) ?? -1)
    wakeup.drain()
  }
}
