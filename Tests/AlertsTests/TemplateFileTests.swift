// The files that words come from, and the names they can use.

import Sessions
import Testing

@testable import Alerts

struct TemplateFileTests {
  @Test(arguments: TemplateFile.allCases) func `the embedded ones name nothing that no mail has`(file: TemplateFile) {
    #expect(!file.embedded.isEmpty)
    #expect(file.unknownNames(in: file.embedded) == [])
  }

  @Test func `names that no mail has are found in each kind of tag`() {
    let template =
      "{{user}} {{usr}} {{{ adress }}} {{#lat}}{{/lat}} {{^hst}}{{/hst}} {{&name}} {{> style.css}} {{! x }}"
    #expect(TemplateFile.loginText.unknownNames(in: template) == ["usr", "adress", "lat", "hst", "name"])
  }

  @Test func `a gap has other names than a login`() {
    #expect(TemplateFile.gapText.unknownNames(in: "{{what}} {{user}}") == ["user"])
    #expect(TemplateFile.loginHTML.unknownNames(in: "{{what}} {{user}}") == ["what"])
    #expect(TemplateFile.style.unknownNames(in: "{{user}}") == ["user"])
  }

  @Test func `what is called is no name, what it is called with is one`() {
    #expect(
      TemplateFile.digestText.unknownNames(in: "{{#first()}}{{/first()}}{{uppercased(usr)}}{{lowercased(user)}}") == [
        "usr"
      ])
  }
}
