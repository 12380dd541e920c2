// What went wrong at the edge to libsystemd, and whether trying again can help.

import Glibc
import Testing

@testable import Journal

struct JournalErrorTests {
  @Test(arguments: [
    (EBADMSG, true), (EIO, true), (EADDRNOTAVAIL, true), (EPROTONOSUPPORT, true), (ESPIPE, true), (EACCES, false),
    (ENOENT, false), (EMFILE, false), (ENOMEM, false), (EINVAL, false),
  ]) func `a damaged file is told from what keeps it from being read`(errno: Int32, isOfContent: Bool) {
    #expect(JournalError(call: "sd_journal_next", errno: errno, subject: "system").isOfContent == isOfContent)
  }

  @Test func `a call that failed has its errno, one that did not its result`() throws {
    #expect(try JournalError.check(7, "sd_journal_next", "x") == 7)
    #expect(throws: JournalError(call: "sd_journal_next", errno: EIO, subject: "x")) {
      try JournalError.check(-EIO, "sd_journal_next", "x")
    }
  }
}
