// A journal as the Watcher wants it: the entries after a position, a batch at a time, and whatever of them was lost.

import Foundation
import Journal
import Sessions
import Store

/// Follows a journal from a position on. Not Sendable, as the readers that it holds.
final class Follower {
  /// Sees the entries that matter.
  let reader: JournalReader
  /// True where some entries cannot be read: then it sees all, since libsystemd finds its way past a damaged entry by the
  /// number of the next one, but not by a match, and passes over those that are damaged. At the journal's end it is to be
  /// opened anew.
  let seesAll: Bool
  /// Sees all, for what only that can tell.
  let tail: JournalTail
  /// How far the journal is read.
  var position: JournalPosition
  /// True where the reader already stands on an entry that was not handed out.
  var isOnNew = false
  /// True where it has to be seen whether reading gets to the end.
  private let mayBreakOff: Bool
  /// What ended the last batch.
  private var fault: JournalError?
  /// True until it is known whether something between the position and what comes next is lost.
  private var mayHaveLost = true
  private var gaps: [Gap] = []
  /// Entries handed out since it was opened.
  private(set) var count = 0

  /// Opens the journal after a position, which may no longer be there: then the first entry that is left comes next.
  /// - Parameter step: how to get past what could not be read, after several tries; nil where nothing was tried yet.
  init(
    _ source: JournalSource, after position: JournalPosition, at now: Date, stepping step: FaultStep? = nil
  ) throws(JournalError) {
    self.position = position
    seesAll = step != nil
    mayBreakOff = step != nil && step != .end
    reader = try JournalReader(source)
    if !seesAll { try reader.match(anyOf: SessionMatches.all) }
    tail = try JournalTail(source)
    try reader.process()
    if let step, step != .entry { try pass(step, at: now) } else { try seek(at: now) }
  }

  /// Where a journal ends: its last entry, whatever that is about, or this moment where it has none.
  static func end(of source: JournalSource, at now: Date) throws(JournalError) -> JournalPosition {
    try JournalTail(source).end() ?? JournalPosition(cursor: nil, at: Timestamp(now))
  }

  /// The next entries; none where the journal has no more for now.
  ///
  /// The end is looked up before the entries are read: what is logged in between comes next time, and is not passed over.
  func next(atMost limit: Int) throws(JournalError) -> JournalBatch {
    var end = try lookAround()
    // What went in between went unread from under the reader: nothing may be read past it before that is told of.
    while try reader.process() { end = try lookAround() }
    var batch = JournalBatch(position: position)
    let newest = mayBreakOff ? try reader.newestTime() : nil
    try read(into: &batch, atMost: limit)
    if !batch.hasMore, let newest { try expect(newest, in: &batch) }
    if !batch.hasMore { batch.position = end.map(batch.position.later) ?? batch.position }
    position = batch.position
    count += batch.entries.count
    batch.gaps = gaps
    gaps = []
    return batch
  }

  /// Blocks the thread until there may be more, the wakeup or a bell rings, or the time is over.
  func wait(_ wakeup: Wakeup, or bells: [any Bell], atMost span: Duration?) throws(JournalError) {
    try reader.wait(orReadable: wakeup.descriptor, orRungBy: bells, atMost: span)
    wakeup.drain()
  }

  /// A fault ends the batch before it, and is thrown by the next one.
  private func read(into batch: inout JournalBatch, atMost limit: Int) throws(JournalError) {
    if let fault { throw fault }
    let size = try relativeSize()
    do {
      while batch.entries.count < limit, try hasNext(since: size) {
        guard let entry = try entry(after: batch.position) else { continue }
        noteUnread(between: batch.position, and: entry)
        batch.entries.append(entry)
        batch.position = JournalPosition(cursor: entry.cursor, at: entry.at)
      }
    } catch {
      guard !batch.entries.isEmpty else { throw error }
      fault = error
    }
    // A file that is not read to its end may have been left long before the last entry here, which is of another.
    if !seesAll { try makeSureOfFiles(since: size) }
    batch.hasMore = fault != nil || batch.entries.count == limit
  }

  /// Where all is seen, the newest entry has been read by the end, or reading broke off before it.
  private func expect(_ newest: Timestamp, in batch: inout JournalBatch) throws(JournalError) {
    guard batch.position.at < newest else { return }
    fault = reader.brokenOff
    guard !batch.entries.isEmpty else { throw reader.brokenOff }
    batch.hasMore = true
  }

  private func hasNext(since size: Int64) throws(JournalError) -> Bool {
    if isOnNew {
      isOnNew = false
      return true
    }
    let hasNext = try reader.next()
    if seesAll { try makeSureOfFiles(since: size) }
    return hasNext
  }

  /// Makes sure that no file was dropped: libsystemd reads no further in one in which it does not find the next entry, and does
  /// not say so (sd-journal.c, `real_journal_next`). What journald does to a file, both readers see.
  private func makeSureOfFiles(since size: Int64) throws(JournalError) {
    if try relativeSize() < size { throw reader.brokenOff }
  }

  private func relativeSize() throws(JournalError) -> Int64 {
    let other = try tail.size()
    return Int64(clamping: try reader.size()) - Int64(clamping: other)
  }

  /// Notes what is missing before an entry, or of it: journald leaves none of these out.
  private func noteUnread(between position: JournalPosition, and entry: JournalEntry) {
    var unread = entry.isDamaged ? 1 : 0
    if seesAll, let last = position.cursor.flatMap(JournalCursor.init), let this = JournalCursor(entry.cursor) {
      unread += last.entries(before: this) ?? 0
    }
    guard unread > 0 else { return }
    add(
      Gap(.unreadable, from: min(position.at, entry.at), to: entry.at, entries: unread, hostname: entry.hostname))
  }

  /// The current entry; nil for one that cannot be read and is passed over.
  private func entry(after position: JournalPosition) throws(JournalError) -> JournalEntry? {
    do {
      return try reader.entry()
    } catch {
      isOnNew = !(seesAll && error.isOfContent)
      guard !isOnNew else { throw error }
      add(Gap(.unreadable, from: position.at, to: (try? reader.time()) ?? position.at, entries: 1))
      return nil
    }
  }

  /// Notes what was lost where files went, and finds the journal's end.
  private func lookAround() throws(JournalError) -> JournalPosition? {
    do {
      if try tail.process() { mayHaveLost = true }
      if mayHaveLost { note(try tail.continuation(after: position)) }
      return try tail.end()
    } catch {
      guard seesAll, error.isOfContent else { throw error }
      return nil
    }
  }

  /// One gap for one damage, however many of its entries cannot be read.
  private func add(_ gap: Gap) {
    if let both = gaps.last?.joined(with: gap) { gaps[gaps.count - 1] = both } else { gaps.append(gap) }
  }

  private func note(_ continuation: JournalTail.Continuation) {
    switch continuation {
    case .unknown: break
    case .whole: mayHaveLost = false
    case .lost(let gap): skip(gap)
    }
  }

  /// Notes a gap; what is committed from now on lies after it.
  func skip(_ gap: Gap) {
    add(gap)
    position = JournalPosition(cursor: nil, at: gap.to)
    mayHaveLost = false
  }
}

extension JournalPosition {
  /// The later one of two places in a journal: by number where both are of one count, else by time.
  fileprivate func later(_ other: JournalPosition) -> JournalPosition {
    guard let mine = cursor.flatMap(JournalCursor.init) else { return other.at >= at ? other : self }
    if let theirs = other.cursor.flatMap(JournalCursor.init), mine.seqnumID == theirs.seqnumID {
      return theirs.seqnum > mine.seqnum ? other : self
    }
    return other.at > at ? other : self
  }
}
