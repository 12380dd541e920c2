// Where to go on: the place after the saved entry, whatever became of that entry, of the journal and of the clock.

import Foundation
import Journal
import Sessions
import Store

extension Follower {
  /// Never steps back from where a cursor lands: after a vacuum that loses an entry. What is no cursor is not read on from,
  /// since that would start at the head of the journal; its time is taken instead, and what is known then comes again, to no
  /// effect.
  ///
  /// A time that is later than now is of a clock that was set back: nothing would come before the clock is there again.
  func seek(at now: Date) throws(JournalError) {
    let time = min(position.at, Timestamp(now))
    guard let cursor = position.cursor else {
      position.at = time
      return try reader.seek(to: time)
    }
    guard JournalCursor(cursor) != nil, try hasSought(cursor) else {
      try reader.seek(to: time)
      return skip(Gap(.cursor, from: time, to: time))
    }
    guard try reader.next() else {
      return position.at > time ? try goToNewestBoot(from: cursor) : try leaveNumbers(of: cursor)
    }
    isOnNew = try !reader.isAt(cursor: cursor)
    if isOnNew { try leaveNumbers(of: cursor) }
  }

  /// After a power loss journald counts on from the last entry that was on the disk, and gives out numbers again of which the
  /// place has one: libsystemd would wait for the first that is higher. The place is gone then, and time tells what is new.
  private func leaveNumbers(of cursor: String) throws(JournalError) {
    do {
      guard let gap = try renumbered(after: cursor) else { return }
      try reader.seek(to: gap.from)
      isOnNew = false
      skip(gap)
    } catch {
      guard seesAll, error.isOfContent else { throw error }
    }
  }

  private func renumbered(after cursor: String) throws(JournalError) -> Gap? {
    var hostname = ""
    switch try tail.continuation(after: position) {
    case .whole: return nil
    case .lost(let gap) where gap.reason != .replaced: return nil
    case .lost(let gap): hostname = gap.hostname
    case .unknown: break
    }
    guard let boot = try tail.newestBoot(), boot.id != JournalCursor(cursor)?.bootID,
      let first = try tail.firstTime(from: position.at)
    else { return nil }
    return Gap(.replaced, from: position.at, to: first, hostname: hostname)
  }

  private func hasSought(_ cursor: String) throws(JournalError) -> Bool {
    do {
      try reader.seek(toCursor: cursor)
      return true
    } catch {
      guard error.errno == EINVAL else { throw error }
      return false
    }
  }

  /// The place is later than all that the journal holds, and the clock was set back. In the boot that it is of, libsystemd finds
  /// it by the time since the boot. Of another boot, all that the newest one has said is new.
  private func goToNewestBoot(from cursor: String) throws(JournalError) {
    guard try tail.continuation(after: position) != .whole, let boot = try tail.newestBoot(),
      boot.id != JournalCursor(cursor)?.bootID, let first = boot.start.cursor
    else { return }
    try reader.seek(toCursor: first)
    skip(Gap(.cursor, from: min(position.at, boot.start.at), to: boot.start.at))
  }

  /// Goes on some time after what cannot be read, at last with what is logged from now on.
  func pass(_ step: FaultStep, at now: Date) throws(JournalError) {
    var to = Timestamp(now)
    if let span = step.span {
      let target = Timestamp(microseconds: position.at.microseconds + Int64(span * 1_000_000))
      to = try tail.firstTime(from: target) ?? to
    }
    try reader.seek(to: to)
    skip(Gap(.unreadable, from: min(position.at, to), to: to))
  }
}
