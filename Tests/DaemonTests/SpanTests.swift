// Spans with their unit, both ways.

import Testing

@testable import Daemon

struct SpanTests {
  @Test(arguments: [("1s", 1), ("90s", 90), ("2m", 120), ("12h", 43_200), ("5d", 432_000)])
  func `a span is a number and a unit`(text: String, seconds: Int) {
    #expect(Duration(span: text) == .seconds(seconds))
  }

  @Test(arguments: ["", "s", "5", "5 s", "-5s", "+5s", "5w", "5ms", "1.5h", "٣s", "99999999999s"])
  func `anything else is none`(text: String) {
    #expect(Duration(span: text) == nil)
  }

  @Test(arguments: ["15s", "90s", "2m", "90m", "12h", "5d", "0s"]) func `it is shown as it would be written`(
    text: String
  ) {
    #expect(Duration(span: text)?.spanText == text)
  }
}
