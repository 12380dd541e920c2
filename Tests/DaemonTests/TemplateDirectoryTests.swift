// A user's own templates on the disk: there, not there, or not to be read.

import Alerts
import Foundation
import TestKit
import Testing

@testable import Daemon

struct TemplateDirectoryTests {
  private let directory: TemporaryDirectory
  private var templates: TemplateDirectory { TemplateDirectory(path: directory.path) }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `what is there is read, what is not is none`() throws {
    try directory.write("{{user}} is in.\n", to: "login.txt")
    #expect(try templates.read(.loginText) == "{{user}} is in.\n")
    #expect(try templates.read(.loginHTML) == nil)
    #expect(try TemplateDirectory(path: directory.path("none")).read(.loginText) == nil)
    _ = try templates.templates()
  }

  @Test(arguments: TemplateFile.allCases)
  func `a mistake is said with the file and its line`(file: TemplateFile) throws {
    let path = try directory.write("one\ntwo\n{{#late}}\nnever closed\n", to: file.rawValue)
    let error = #expect(throws: ConfigurationError.self) { try templates.templates() }
    #expect(error?.description.hasPrefix("\(path): line ") == true)
  }

  @Test func `a template that is not UTF-8 is an error, not silence`() throws {
    try Data([0xFF, 0xFE, 0x41]).write(to: URL(filePath: directory.path("login.txt")))
    #expect(throws: ConfigurationError.self) { try templates.templates() }
  }
}
