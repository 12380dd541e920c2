// Keeping up with the files of a journal, and waiting for them to grow.

import CSystemd
import Glibc

extension JournalReader {
  /// Takes in what happened to the files. To be called before each batch: on libsystemd 252 a reader dies of SIGBUS that
  /// holds a file which was rotated and vacuumed twice.
  /// - Returns: true where files came or went.
  @discardableResult
  public func process() throws(JournalError) -> Bool {
    try check(sd_journal_process(handle), "sd_journal_process") == Int32(SD_JOURNAL_INVALIDATE)
  }

  /// Blocks the thread until the journal has grown, `wakeup` can be read, a bell rings, or the time is over, whichever
  /// is first.
  /// - Parameters:
  ///   - wakeup: a descriptor.
  ///   - span: nil for ever.
  public func wait(orReadable wakeup: Int32, orRungBy bells: [any Bell], atMost span: Duration?) throws(JournalError) {
    var polled = [
      pollfd(fd: descriptor, events: Int16(sd_journal_get_events(handle)), revents: 0),
      pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
    ]
    let now = ContinuousClock.now
    polled += bells.compactMap { $0.pollDescriptor(at: now) }
    let limit = ([span, try journalTimeout()] + bells.map { $0.timeout(at: now) }).compactMap(\.self).min()
    if poll(&polled, nfds_t(polled.count), limit?.pollMilliseconds ?? -1) < 0 && errno != EINTR {
      throw JournalError(call: "poll", errno: errno, subject: source.description)
    }
    for bell in bells { bell.answer(at: .now) }
  }

  /// What sd_journal_get_timeout(3) asks for: files that cannot be watched are looked at instead.
  private func journalTimeout() throws(JournalError) -> Duration? {
    var deadline: UInt64 = 0
    try check(sd_journal_get_timeout(handle, &deadline), "sd_journal_get_timeout")
    return deadline == .max ? nil : MonotonicClock.span(until: deadline)
  }
}
