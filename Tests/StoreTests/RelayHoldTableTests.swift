// Servers that are left alone, over a restart.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Store

struct RelayHoldTableTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("ssh-alertd.db") }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `a hold survives, changes and goes`() throws {
    let hold = RelayHold(attempts: 2, until: .at(60), reason: "no route")
    try Store(path: path).hold("smtp://a", hold)
    let store = try Store(path: path)
    #expect(try store.relayHolds() == ["smtp://a": hold])
    let longer = RelayHold(attempts: 3, until: .at(99), reason: "refused")
    try store.hold("smtp://a", longer)
    try store.hold("smtp://b", hold)
    #expect(try store.relayHolds() == ["smtp://a": longer, "smtp://b": hold])
    try store.hold("smtp://a", nil)
    #expect(try store.relayHolds() == ["smtp://b": hold])
    try store.releaseRelays()
    #expect(try store.relayHolds().isEmpty)
  }
}
