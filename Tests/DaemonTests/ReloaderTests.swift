// A configuration that is read again: taken over as a whole, or not at all.

import Foundation
import Journal
import Logging
import Synchronization
import Systemd
import TestKit
import Testing

@testable import Daemon

struct ReloaderTests {
  private let log = LogLines()

  /// What is applied of a configuration that is read.
  private func applied(_ load: @escaping @Sendable () throws -> Configuration) -> [Configuration] {
    let applied = Inbox<[Configuration]>()
    Reloader(
      current: Configuration(stateDirectory: "/state", hostname: "web1"), load: load, apply: { applied.put([$0]) },
      manager: ServiceManager(), logger: log.logger
    ).reload()
    return applied.take() ?? []
  }

  @Test func `what is good is taken over`() {
    var new = Configuration(stateDirectory: "/state", hostname: "web1")
    new.mail.recipients = ["other@example.org"]
    let found = applied { [new] in new }
    #expect(found == [new])
    #expect(log.all.first?.hasPrefix("notice: configuration read again") == true)
  }

  @Test func `what is wrong is refused with its words`() {
    let error = ConfigurationError(path: "/c.yaml", problems: [.init(line: 3, text: "x"), .init(line: 4, text: "y")])
    let found = applied { throw error }
    #expect(found.isEmpty)
    #expect(log.all == ["error: configuration refused, the old one goes on: /c.yaml:3: x; /c.yaml:4: y"])
  }

  @Test func `what needs a restart is refused`() {
    var new = Configuration(stateDirectory: "/other", hostname: "web1")
    new.journal = .directory("/srv/journal")
    let found = applied { [new] in new }
    #expect(found.isEmpty)
    #expect(log.all.first?.contains("'database', 'journal.directory' needs a restart") == true)
  }
}
