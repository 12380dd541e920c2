// When a digest by rule is sent: by the clock on the wall.

import Foundation
import Testing

@testable import Alerts

struct DigestKindTests {
  private func due(_ kind: DigestKind, _ now: String, _ zone: String = "Europe/Berlin") throws -> String? {
    let date = try Date(now, strategy: .iso8601)
    return try kind.due(after: date, in: #require(TimeZone(identifier: zone)))?.formatted(.iso8601)
  }

  @Test(arguments: [
    (DigestKind.burst, "2026-11-24T10:00:00Z", nil),
    (.hourly, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"),
    (.hourly, "2026-11-24T10:59:59Z", "2026-11-24T11:00:00Z"),
    (.daily, "2026-11-24T06:59:59Z", "2026-11-24T07:00:00Z"),
    (.daily, "2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z"),
    (.daily, "2026-10-24T10:00:00Z", "2026-10-25T07:00:00Z"),  // That night the clock goes back an hour.
  ]) func `the next hour, or the next morning`(kind: DigestKind, now: String, due expected: String?) throws {
    #expect(try due(kind, now) == expected)
  }

  @Test func `an hour goes by the zone's clock`() throws {
    #expect(try due(.hourly, "2026-11-24T10:10:00Z", "Asia/Kolkata") == "2026-11-24T10:30:00Z")
  }
}
