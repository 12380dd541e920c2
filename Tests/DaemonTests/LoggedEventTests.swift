// The ids of events, and the catalog that explains them.

import Foundation
import Store
import Testing

@testable import Daemon
@testable import Journal

struct LoggedEventTests {
  /// An entry of systemd/ssh-alertd.catalog: its id, its headers and its words.
  private struct Explanation {
    var id: String
    var headers: [Substring]
    var words: Substring
  }

  /// Catalogs are described in systemd's catalog.systemd.io and `journalctl --update-catalog`: `-- ID`, headers, a blank line, text.
  private func catalog() throws -> [Explanation] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../systemd/ssh-alertd.catalog")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(separator: "\n-- ").dropFirst().map { entry in
      let parts = entry.split(separator: "\n\n", maxSplits: 1)
      let lines = parts[0].split(separator: "\n")
      return Explanation(
        id: String(lines[0]), headers: Array(lines.dropFirst()), words: parts.count > 1 ? parts[1] : "")
    }
  }

  @Test func `each event is explained, and nothing else is`() throws {
    let ids = try catalog().map(\.id)
    #expect(ids.sorted() == LoggedEvent.allCases.map(\.rawValue).sorted())
    #expect(ids == LoggedEvent.allCases.map(\.rawValue), "in the order of the list")
  }

  @Test func `each explanation has a subject, words and the manual`() throws {
    for entry in try catalog() {
      #expect(entry.headers.contains { $0.hasPrefix("Subject: ") }, "\(entry.id)")
      #expect(entry.headers.contains("Defined-By: ssh-alertd"), "\(entry.id)")
      #expect(entry.headers.contains { $0.hasPrefix("Documentation: man:ssh-alertd(8)") }, "\(entry.id)")
      #expect(entry.words.count > 40, "\(entry.id)")
    }
  }

  @Test func `fields in the explanations are those that entries have`() throws {
    let known = Set(LogField.allCases.map(\.rawValue))
    for entry in try catalog() {
      let text = entry.headers.joined(separator: "\n") + entry.words
      for name in text.matches(of: /@([A-Z_]+)@/).map({ String($0.1) }) {
        #expect(known.contains(name), "\(entry.id)")
      }
    }
  }

  @Test func `ids are 128 bits, as sd_id128_randomize makes them`() {
    for event in LoggedEvent.allCases {
      #expect(event.rawValue.wholeMatch(of: /[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}/) != nil, "\(event)")
    }
  }

  @Test func `an error says what it is about`() {
    #expect(LoggedEvent(JournalError(call: "open", errno: 13, subject: "x")) == .journalFailed)
    #expect(LoggedEvent(StoreError.locked(path: "x")) == .recordFailed)
    #expect(LoggedEvent(CancellationError()) == nil)
  }
}
