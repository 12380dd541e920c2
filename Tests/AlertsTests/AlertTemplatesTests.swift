// The words of a mail, and those that a user may put in their place.

import Testing

@testable import Alerts

struct AlertTemplatesTests {
  @Test func `a template of one's own replaces its own part only`() throws {
    let own = try AlertTemplates(own: [.loginText: "{{user}} is in.\n"])
    let embedded = try AlertTemplates()
    #expect(own.render(.loginText, ["user": "alice"]) == "alice is in.\n")
    #expect(embedded.render(.loginText, ["user": "alice"]) != "alice is in.\n")
    for file in TemplateFile.allCases where file != .loginText {
      #expect(own.render(file, ["user": "alice"]) == embedded.render(file, ["user": "alice"]))
    }
  }

  @Test func `without any the embedded ones serve`() throws {
    let templates = try AlertTemplates()
    #expect(templates.render(.loginText, ["user": "alice"]).contains("alice logged in"))
    #expect(templates.render(.loginHTML, ["user": "alice"]).contains("<html"))
  }

  @Test func `a user's HTML template escapes as the embedded one does`() throws {
    let templates = try AlertTemplates(own: [.loginHTML: "<b>{{user}}</b>"])
    #expect(templates.render(.loginHTML, ["user": "<i>&"]) == "<b>&lt;i&gt;&amp;</b>")
  }

  @Test func `a user's style sheet stands in both HTML parts`() throws {
    let templates = try AlertTemplates(own: [.style: "p { color: teal }"])
    for file in [TemplateFile.loginHTML, .gapHTML] {
      #expect(templates.render(file, ["title": "x"]).contains("p { color: teal }"), "\(file)")
    }
  }

  @Test func `a template with a mistake is named with its line`() {
    let mistake = "one\ntwo\n{{/late}}\nfour\n"
    for file in TemplateFile.allCases {
      let error = #expect(throws: TemplateError.self) { try AlertTemplates(own: [file: mistake]) }
      #expect(error?.file == file)
      #expect(error?.reason.hasPrefix("line 3: ") == true)
    }
  }
}
