// The words of a mail, and those that a user may put in their place.

import Foundation
import TestKit
import Testing

@testable import Alerts

struct AlertTemplatesTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func templates() throws -> AlertTemplates {
    try AlertTemplates(overriddenIn: URL(filePath: directory.path))
  }

  @Test func `a template in the directory replaces its own part only`() throws {
    try directory.write("{{user}} is in.\n", to: "login.txt")
    let own = try templates().render(["user": "alice"])
    let embedded = try AlertTemplates().render(["user": "alice"])
    #expect(own.text == "alice is in.\n")
    #expect(own.html == embedded.html)
    #expect(embedded.text != own.text)
  }

  @Test(arguments: [nil, URL(filePath: "/nonexistent/templates")])
  func `without a directory the embedded ones serve`(directory: URL?) throws {
    let parts = try AlertTemplates(overriddenIn: directory).render(["user": "alice"])
    #expect(parts.text.contains("alice logged in"))
    #expect(parts.html.contains("<html"))
  }

  @Test func `a user's HTML template escapes as the embedded one does`() throws {
    try directory.write("<b>{{user}}</b>", to: "login.html")
    #expect(try templates().render(["user": "<i>&"]).html == "<b>&lt;i&gt;&amp;</b>")
  }

  @Test func `the embedded templates name nothing that no mail has`() throws {
    let own = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../etc/templates")
    #expect(try AlertTemplates.unknownNames(in: own) == [])
  }

  @Test(arguments: AlertTemplates.names)
  func `a template with a mistake is named with its line`(name: String) throws {
    let path = try directory.write("one\ntwo\n{{#late}}\nnever closed\n", to: name)
    let error = #expect(throws: TemplateError.self) { try templates() }
    #expect(error?.path == path)
    #expect(error?.description.hasPrefix("\(path): line ") == true)
  }

  @Test func `a mistake in the third line is said to be there`() throws {
    try directory.write("one\ntwo\n{{/late}}\nfour\n", to: "login.txt")
    #expect(#expect(throws: TemplateError.self) { try templates() }?.reason.hasPrefix("line 3:") == true)
  }

  @Test func `a template that is not UTF-8 is an error, not silence`() throws {
    try Data([0xFF, 0xFE, 0x41]).write(to: URL(filePath: directory.path("login.txt")))
    #expect(throws: TemplateError.self) { try templates() }
  }
}
