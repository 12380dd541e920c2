// Whether all of a journal can be read.

import Glibc
import TestKit
import Testing

@testable import Journal

struct JournalSourceTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `each system journal file is looked at, and no user's`() throws {
    for name in ["system.journal", "system@1.journal", "user-1000.journal", "system@2.journal~", "notes"] {
      try directory.write("x", to: name)
    }
    #expect(try JournalSource.directory(directory.path).checkAccess() == 2)
  }

  @Test func `a directory of one directory a machine is looked into`() throws {
    let journal = try RecordedJournal("trixie")
    #expect(try JournalSource.directory(journal.path).checkAccess() > 0)
  }

  @Test func `a directory that is not there is an error with a hint`() {
    let path = directory.path("none")
    let error = #expect(throws: JournalError.self) { try JournalSource.directory(path).checkAccess() }
    #expect(error == JournalError(call: "opendir", errno: ENOENT, subject: path))
    #expect(error?.description == "'\(path)': No such file or directory (opendir)")
    #expect(error?.hint?.contains("a directory of journal files") == true)
  }

  @Test func `a source is named as in the database`() {
    #expect(JournalSource.system.description == "system")
    #expect(JournalSource.directory("/srv/journal").description == "/srv/journal")
  }
}
