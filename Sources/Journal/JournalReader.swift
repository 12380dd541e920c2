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
  private let handle: OpaquePointer
  private let source: JournalSource
  private let descriptor: Int32

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
    handle = opened
    self.source = source
    descriptor = try JournalError.check(sd_journal_get_fd(opened), "sd_journal_get_fd", source.description)
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

  // MARK: Waiting

  /// Takes in what happened to the files. To be called before each batch: on libsystemd 252 a reader dies of SIGBUS that
  /// holds a file which was rotated and vacuumed twice.
  public func process() throws(JournalError) {
    try check(sd_journal_process(handle), "sd_journal_process")
  }

  /// Blocks the thread until the journal has grown, `wakeup` can be read, or the time is over, whichever is first.
  /// - Parameters:
  ///   - wakeup: a descriptor.
  ///   - milliseconds: -1 for ever.
  public func wait(orReadable wakeup: Int32, milliseconds: Int32) throws(JournalError) {
    var polled = [
      pollfd(fd: descriptor, events: Int16(sd_journal_get_events(handle)), revents: 0),
      pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
    ]
    let limits = [milliseconds, try journalTimeout()].filter { $0 >= 0 }
    let limit = limits.min() ?? -1
    if poll(&polled, 2, limit) < 0 && errno != EINTR {
      throw JournalError(call: "poll", errno: errno, subject: source.description)
    }
  }

  /// What sd_journal_get_timeout(3) asks for, in milliseconds from now: files that cannot be watched are looked at instead.
  private func journalTimeout() throws(JournalError) -> Int32 {
    var deadline: UInt64 = 0
    try check(sd_journal_get_timeout(handle, &deadline), "sd_journal_get_timeout")
    guard deadline != .max else { return -1 }
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let nowMicroseconds = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    return Int32(clamping: (deadline > nowMicroseconds ? deadline - nowMicroseconds : 0) / 1000)
  }

  // MARK: Reading

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

  private func cursor() throws(JournalError) -> String {
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
  private func check(_ result: Int32, _ call: String) throws(JournalError) -> Int32 {
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
