// A moment as a person writes it.

import Foundation
import Sessions
import TestKit
import Testing

@testable import ssh_alertd

struct MomentArgumentTests {
  private let now = Timestamp.at(0).date

  private func moment(_ text: String, zone: String = "UTC") throws -> Date? {
    MomentArgument(text, now: now, zone: try #require(TimeZone(identifier: zone)))?.timestamp.date
  }

  @Test(arguments: [("90m", 5400), ("24h", 86400), ("7d", 604_800), ("0m", 0)])
  func `a span is before now`(text: String, seconds: Double) throws {
    #expect(try moment(text) == now - seconds)
  }

  @Test(arguments: [
    "2026-11-24T17:03:09Z", "2026-11-24T18:03:09+01:00", "2026-11-24 17:03:09", "2026-11-24T17:03:09",
  ]) func `a time is read to its second`(text: String) throws {
    #expect(try moment(text) == now)
  }

  @Test func `a time without a zone is in this machine's`() throws {
    #expect(try moment("2026-11-24 18:03:09", zone: "Europe/Berlin") == now)
    #expect(try moment("2026-07-01 02:00", zone: "Europe/Berlin") == moment("2026-07-01"))
  }

  @Test func `a day begins at midnight`() throws {
    #expect(try moment("2026-11-24") == now - (17 * 3600 + 3 * 60 + 9))
  }

  @Test(arguments: [
    "", "yesterday", "24", "h", "-1h", "1.5h", "24 h", "24s", "2026", "2026-11", "2026-13-01", "2026-02-30",
    "2026-11-24 25:00", "2026-11-24 18", "2026-11-24 18:60", "24.11.2026", "2026-11-24 18:00:00:00", "99999999999d",
  ]) func `anything else is none`(text: String) throws {
    #expect(try moment(text) == nil)
  }
}
