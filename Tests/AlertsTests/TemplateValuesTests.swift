// What the names of a template stand for.

import Testing

@testable import Alerts

struct TemplateValuesTests {
  @Test func `what goes in is printable and bounded, in rows too`() {
    var values: TemplateValues = ["a": "x\u{1B}[31m\u{202E}", "b": String(repeating: "x", count: 10_000), "c": nil]
    values["d"] = "\0"
    #expect(values["a"] == #"x\u{1b}[31m\u{202e}"#)
    #expect(values["b"]?.count == 513)
    #expect(values["d"] == #"\u{0}"#)
    values.set("rows", rows: [["e": "1\n"], ["f": "2"]])
    values.set("none", rows: [])
    #expect(values.rows("rows").first?["e"] == #"1\u{a}"#)
    #expect(values.names == ["a", "b", "d", "rows", "e", "f"])
  }

  @Test func `a section is written once for each row`() throws {
    let templates = try AlertTemplates(own: [.digestHTML: "{{#rows}}<p>{{name}}{{title}}</p>{{/rows}}"])
    var values: TemplateValues = ["title": "!"]
    values.set("rows", rows: [["name": "<a>"], ["name": "b"]])
    #expect(templates.render(.digestHTML, values) == "<p>&lt;a&gt;!</p><p>b!</p>")
  }

  /// U+0D4E and its like are one character with what follows, and mustache looks for `<` among characters.
  @Test(arguments: [
    ("\u{0D4E}<b>", #"\u{d4e}&lt;b&gt;"#), ("<\u{301}b>", #"&lt;\u{301}b&gt;"#),
    ("\u{0D4E}&\u{301}", #"\u{d4e}&amp;\u{301}"#),
    ("e\u{301} 漢字 😀", "e\u{301} 漢字 😀"),
  ]) func `nothing hides what HTML must escape`(text: String, html: String) throws {
    let templates = try AlertTemplates(own: [.loginHTML: "{{user}}"])
    #expect(templates.render(.loginHTML, ["user": text]) == html)
  }
}
