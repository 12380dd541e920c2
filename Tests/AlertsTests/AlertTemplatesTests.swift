// The words of a mail, and those that a user may put in their place.

import Testing

@testable import Alerts

struct AlertTemplatesTests {
  @Test func `a template of one's own replaces its own part only`() throws {
    let own = try AlertTemplates(text: "{{user}} is in.\n").render(["user": "alice"])
    let embedded = try AlertTemplates().render(["user": "alice"])
    #expect(own.text == "alice is in.\n")
    #expect(own.html == embedded.html)
    #expect(embedded.text != own.text)
  }

  @Test func `without any the embedded ones serve`() throws {
    let parts = try AlertTemplates().render(["user": "alice"])
    #expect(parts.text.contains("alice logged in"))
    #expect(parts.html.contains("<html"))
  }

  @Test func `a user's HTML template escapes as the embedded one does`() throws {
    #expect(try AlertTemplates(html: "<b>{{user}}</b>").render(["user": "<i>&"]).html == "<b>&lt;i&gt;&amp;</b>")
  }

  @Test(arguments: [PackageResources.login_txt, PackageResources.login_html])
  func `the embedded templates name nothing that no mail has`(embedded: [UInt8]) {
    #expect(AlertTemplates.unknownNames(in: String(decoding: embedded, as: UTF8.self)) == [])
  }

  @Test func `names that no mail has are found in each kind of tag`() {
    let template = "{{user}} {{usr}} {{{ adress }}} {{#lat}}{{/lat}} {{^hst}}{{/hst}}"
    #expect(AlertTemplates.unknownNames(in: template) == ["usr", "adress", "lat", "hst"])
  }

  @Test func `a template with a mistake is named with its line`() {
    let mistake = "one\ntwo\n{{/late}}\nfour\n"
    let text = #expect(throws: TemplateError.self) { try AlertTemplates(text: mistake) }
    #expect(text?.name == "login.txt")
    #expect(text?.reason.hasPrefix("line 3: ") == true)
    #expect(#expect(throws: TemplateError.self) { try AlertTemplates(html: mistake) }?.name == "login.html")
  }
}
