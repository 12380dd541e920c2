// Times and spans in words.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Alerts

struct TimeTextTests {
  private let date = Timestamp.at(0).date

  @Test(arguments: [
    (0, "0 s"), (0.4, "0 s"), (-5, "0 s"), (1, "1 s"), (45, "45 s"), (59.6, "1 min"), (60, "1 min"),
    (200, "3 min 20 s"),
    (3600, "1 h"), (3605, "1 h"), (7500, "2 h 5 min"), (86400, "1 d"), (273_600, "3 d 4 h"), (86_460, "1 d"),
    (40_000_000, "462 d 23 h"),
  ]) func `a span is said in its two largest units`(seconds: TimeInterval, text: String) {
    #expect(TimeText.span(seconds) == text)
  }

  @Test(arguments: [
    (0, "Tue, 24 Nov 2026 17:03:09 +0000"), (3600, "Tue, 24 Nov 2026 18:03:09 +0100"),
    (-12600, "Tue, 24 Nov 2026 13:33:09 -0330"), (20700, "Tue, 24 Nov 2026 22:48:09 +0545"),
    (46800, "Wed, 25 Nov 2026 06:03:09 +1300"), (-1800, "Tue, 24 Nov 2026 16:33:09 -0030"),
  ]) func `a header has the date of RFC 5322`(offset: Int, text: String) throws {
    #expect(TimeText.header(date, in: try #require(TimeZone(secondsFromGMT: offset))) == text)
  }

  @Test func `a day of one digit stands alone`() throws {
    let utc = try #require(TimeZone(identifier: "UTC"))
    #expect(TimeText.header(Date(timeIntervalSince1970: 0), in: utc) == "Thu, 1 Jan 1970 00:00:00 +0000")
    #expect(TimeText.utc(Date(timeIntervalSince1970: 0)) == "1970-01-01 00:00:00 UTC")
  }

  @Test func `local time says how far it is from UTC`() throws {
    let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
    let winter = TimeText.local(date, in: berlin)
    #expect(winter.hasPrefix("2026-11-24 18:03:09 "))
    #expect(winter.contains("UTC+01:00"))
    #expect(TimeText.local(date - 140 * 86400, in: berlin).contains("UTC+02:00"))
  }

  @Test(arguments: ["UTC", "GMT"]) func `UTC is said once`(name: String) throws {
    #expect(TimeText.local(date, in: try #require(TimeZone(identifier: name))) == "2026-11-24 17:03:09 UTC")
  }

  @Test func `a day and a clock are those of a calendar`() throws {
    var random = SeededRandom(seed: 7)
    for name in ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"] {
      let zone = try #require(TimeZone(identifier: name))
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      for _ in 0..<500 {
        let date = Date(timeIntervalSince1970: .random(in: -2e9...8e9, using: &random))
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        let numbers = [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second].compactMap(\.self)
        let text = "\(TimeText.day(date, in: zone)) \(TimeText.clock(date, in: zone))"
        #expect(text.split { "- :".contains($0) }.map { Int($0) ?? 0 } == numbers, "\(date) \(name)")
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(parts.weekday ?? 1) - 1]
        #expect(TimeText.header(date, in: zone).hasPrefix(weekday))
      }
    }
  }
}
