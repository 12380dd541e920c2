// The journals in Tests/Fixtures, written by real servers while real clients logged in to them.

import Foundation

/// A recorded journal, unpacked.
public struct RecordedJournal {
  /// The Debian releases that recorded one each.
  public static let suites = ["bookworm", "trixie"]

  private let directory: TemporaryDirectory
  private let fixture: URL

  /// Unpacks the journal of a suite.
  public init(_ suite: String) throws {
    fixture = Self.tests.appending(path: "Fixtures/\(suite)")
    directory = try TemporaryDirectory()
    try Command.run("tar", ["--zstd", "-xf", fixture.appending(path: "journal.tar.zst").path, "-C", directory.path])
  }

  /// The directory that the archive holds: of one directory of journal files a machine.
  public var path: String { directory.path("journal") }

  /// The lines of logins.jsonl: each login in the journal, as an independent reader found it.
  public func expectedLogins() throws -> [[String: any Sendable]] {
    try String(contentsOf: fixture.appending(path: "logins.jsonl"), encoding: .utf8).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: any Sendable] ?? [:]
    }
  }

  /// `Tests`, in the sources.
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}
