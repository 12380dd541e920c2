// The handle on a journal: one method a call of libsystemd, no policy. Not Sendable: sd-journal(3) wants one and the same
// thread for the whole life of a handle, so whoever owns this is an actor on a thread of its own.
//
// Known faults that the order of calls here avoids: the descriptor is asked for right after opening, or rotated files stay
// open and are never noticed (systemd 14695); `seek_tail` is followed by `previous`, since `next` is broken there.

import CSystemd
import Glibc
public import Sessions

/// Reads a journal forwards.
public final class JournalReader {
  let handle: OpaquePointer
  let source: JournalSource
  let descriptor: Int32

  /// Opens a journal, all of it: the entries of users stand in files of their own, and with them the ends of sessions.
  /// - Throws: `JournalError`, also where some system journal file cannot be read.
  public init(_ source: JournalSource) throws(JournalError) {
    try source.checkAccess()
    var opened: OpaquePointer?
    switch source {
    case .system:
      let flags = Int32(SD_JOURNAL_LOCAL_ONLY)
      try JournalError.check(sd_journal_open(&opened, flags), "sd_journal_open", source.description)
    case .directory(let path):
      try JournalError.check(sd_journal_open_directory(&opened, path, 0), "sd_journal_open_directory", path)
    }
    guard let opened else {
      throw JournalError(call: "sd_journal_open", errno: ENOMEM, subject: source.description)
    }
    let result = sd_journal_get_fd(opened)
    // No deinit runs for what was never complete. Where inotify has no more instances, this fails once a second.
    if result < 0 { sd_journal_close(opened) }
    descriptor = try JournalError.check(result, "sd_journal_get_fd", source.description)
    handle = opened
    self.source = source
    try JournalError.check(
      sd_journal_set_data_threshold(opened, Self.longestField), "sd_journal_set_data_threshold", source.description)
  }

  deinit {
    sd_journal_close(handle)
  }

  /// Bytes of a field that are enough for all that sshd and logind write; a longer MESSAGE is nobody's we listen to.
  private static let longestField = 4096

  /// Restricts reading to entries that have any one of these `FIELD=value`.
  public func match(anyOf matches: [String]) throws(JournalError) {
    for match in matches {
      try check(sd_journal_add_match(handle, match, match.utf8.count), "sd_journal_add_match")
      try check(sd_journal_add_disjunction(handle), "sd_journal_add_disjunction")
    }
  }

  // MARK: Moving

  /// Goes before the first entry.
  public func seekHead() throws(JournalError) {
    try check(sd_journal_seek_head(handle), "sd_journal_seek_head")
  }

  /// Goes to the last entry.
  /// - Returns: false where there is none.
  public func seekLast() throws(JournalError) -> Bool {
    try check(sd_journal_seek_tail(handle), "sd_journal_seek_tail")
    return try check(sd_journal_previous(handle), "sd_journal_previous") > 0
  }

  /// Goes before the first entry that is not older.
  public func seek(to time: Timestamp) throws(JournalError) {
    try check(
      sd_journal_seek_realtime_usec(handle, UInt64(max(0, time.microseconds))), "sd_journal_seek_realtime_usec")
  }

  /// Goes before the entry at a cursor, or the first one after it that is left.
  /// - Throws: `JournalError` with EINVAL for what is no cursor; reading on would then start at the head.
  public func seek(toCursor cursor: String) throws(JournalError) {
    try JournalError.check(sd_journal_seek_cursor(handle, cursor), "sd_journal_seek_cursor", cursor)
  }

  /// Steps to the next entry.
  /// - Returns: false at the end.
  public func next() throws(JournalError) -> Bool {
    try check(sd_journal_next(handle), "sd_journal_next") > 0
  }

  /// True where the current entry is the one at the cursor.
  public func isAt(cursor: String) throws(JournalError) -> Bool {
    try check(sd_journal_test_cursor(handle, cursor), "sd_journal_test_cursor") > 0
  }

  // MARK: Reading

  /// Bytes on the disk of all files that are read: less, where libsystemd has dropped one.
  public func size() throws(JournalError) -> UInt64 {
    var bytes: UInt64 = 0
    try check(sd_journal_get_usage(handle, &bytes), "sd_journal_get_usage")
    return bytes
  }

  /// When the newest entry was logged, as the files' headers have it; nil where there is none.
  public func newestTime() throws(JournalError) -> Timestamp? {
    var to: UInt64 = 0
    let isKnown = try check(
      sd_journal_get_cutoff_realtime_usec(handle, nil, &to), "sd_journal_get_cutoff_realtime_usec")
    return isKnown > 0 ? Timestamp(microseconds: Int64(clamping: to)) : nil
  }

  /// What libsystemd should have said where it reads no further.
  public var brokenOff: JournalError {
    JournalError(call: "sd_journal_next", errno: EBADMSG, subject: source.description)
  }

  /// Copies the current entry out of libsystemd's memory.
  public func entry() throws(JournalError) -> JournalEntry {
    var realtime: UInt64 = 0
    var monotonic: UInt64 = 0
    var boot = sd_id128_t()
    try check(sd_journal_get_realtime_usec(handle, &realtime), "sd_journal_get_realtime_usec")
    try check(sd_journal_get_monotonic_usec(handle, &monotonic, &boot), "sd_journal_get_monotonic_usec")
    var entry = JournalEntry(
      cursor: try cursor(), at: Timestamp(microseconds: Int64(clamping: realtime)), monotonicMicroseconds: monotonic,
      bootID: boot.hexadecimal)
    sd_journal_restart_data(handle)
    while let field = try nextField() { entry.take(field) }
    return entry
  }

  /// When the current entry was received: CLOCK_REALTIME of journald.
  public func time() throws(JournalError) -> Timestamp {
    var realtime: UInt64 = 0
    try check(sd_journal_get_realtime_usec(handle, &realtime), "sd_journal_get_realtime_usec")
    return Timestamp(microseconds: Int64(clamping: realtime))
  }

  /// Where the current entry stands.
  public func cursor() throws(JournalError) -> String {
    var text: UnsafeMutablePointer<CChar>?
    try check(sd_journal_get_cursor(handle, &text), "sd_journal_get_cursor")
    defer { free(text) }
    return text.map { String(cString: $0) } ?? ""
  }

  /// One pass over the entry's fields is 2 to 3 times faster than asking for each. Fields that this libsystemd cannot
  /// decompress are passed over.
  private func nextField() throws(JournalError) -> UnsafeRawBufferPointer? {
    var data: UnsafeRawPointer?
    var length = 0
    let result = sd_journal_enumerate_available_data(handle, &data, &length)
    guard try check(result, "sd_journal_enumerate_available_data") > 0 else { return nil }
    return UnsafeRawBufferPointer(start: data, count: min(length, Self.longestField))
  }

  @discardableResult
  func check(_ result: Int32, _ call: String) throws(JournalError) -> Int32 {
    try JournalError.check(result, call, source.description)
  }
}

extension sd_id128_t {
  /// 32 hexadecimal digits.
  fileprivate var hexadecimal: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(SD_ID128_STRING_MAX)) { text in
      text.baseAddress.flatMap { sd_id128_to_string(self, $0) }.map { String(cString: $0) } ?? ""
    }
  }
}
