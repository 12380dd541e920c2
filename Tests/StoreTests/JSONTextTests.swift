// The few values that a column holds as JSON.

import Sessions
import Testing

@testable import Store

struct JSONTextTests {
  private struct Value: Codable, Equatable {
    var longName = 1
    var other: String?
  }

  @Test func `names are as SQL writes them, and what is not known is left out`() throws {
    #expect(try JSONText.encode(Value()) == #"{"long_name":1}"#)
    #expect(JSONText.decode(Value.self, #"{"long_name":1}"#) == Value())
  }

  @Test func `the keys of a count are data, and stay as they are`() throws {
    let counts = ["keyboard-interactive": 1, "not allowed": 2, "aB": 3]
    let text = try JSONText.encode(counts)
    #expect(text == #"{"aB":3,"keyboard-interactive":1,"not allowed":2}"#)
    #expect(JSONText.decode([String: Int].self, text) == counts)
  }

  @Test func `a slash is a slash, and a quote no end`() throws {
    #expect(try JSONText.encode(["a/b\"c"]) == #"["a/b\"c"]"#)
  }

  @Test(arguments: [nil, "", "rubbish", "[1", #"{"long_name":"x"}"#, "[]"])
  func `what is none of ours is none`(text: String?) {
    #expect(JSONText.decode(Value.self, text) == nil)
  }
}
