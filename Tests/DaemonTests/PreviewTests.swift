// A sample mail, with the words that the configuration has for it.

import Foundation
import Sessions
import TestKit
import Testing

@testable import Daemon

struct PreviewTests {
  private func preview(_ kind: SampleAlert.Kind, count: Int = 12, templates: String = "/nowhere") throws -> Preview {
    var configuration = Configuration(stateDirectory: "/nowhere", hostname: "web1")
    configuration.mail.templates = templates
    return try Preview(
      SampleAlert(kind, hostname: "web1", count: count), by: configuration, at: Timestamp.at(0).date)
  }

  @Test(arguments: [
    (SampleAlert.Kind.login, "alice logged in to web1 from 203.0.113.7 (Prague, CZ)"),
    (.gap, "web1: logins may have been missed"), (.digest, "12 logins to web1, 1 with something new"),
    (.logout, "alice logged out of web1 after 0:12:40 (203.0.113.7)"),
    (.failures, "web1: 1234 failed attempts from 3 sources, and a login from one of them"),
    (.weekly, "web1: still watching; 42 logins, 1 with something new, 1 gap"),
  ]) func `each kind has its subject and both parts`(kind: SampleAlert.Kind, subject: String) throws {
    let preview = try preview(kind)
    #expect(preview.text.hasPrefix("Subject: \(subject)\n\n\(subject)\n"))
    #expect(preview.html.contains("<h1>\(subject)</h1>"))
    #expect(String(decoding: preview.message, as: UTF8.self).contains("\r\nTo: <root@web1>\r\n"))
  }

  @Test func `one with something new tells all that there can be`() throws {
    let preview = try preview(.news)
    let line = "alice logged in to web1 from 2001:db8:17::a5 (Tokyo, JP)"
    #expect(
      preview.text.hasPrefix("Subject: NEW: \(line): new country, key of another user, impossible travel, after 23"))
    for part in [preview.text, preview.html] {
      for word in [line, "Something new", "bob@phone", "approximate", "198.51.100.20", "ssh-alertd explain 17"] {
        #expect(part.contains(word), "\(word)")
      }
    }
  }

  @Test func `a digest has as many logins as were asked for`() throws {
    #expect(try preview(.digest, count: 1).text.hasPrefix("Subject: 1 login to web1, 1 with something new\n"))
    #expect(try preview(.digest, count: 2500).text.contains("\n500 more are in the record:\n"))
  }

  @Test func `one's own templates are used, and a mistake in one is told as a configuration's`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("<p>{{user}}\n", to: "login.html")
    #expect(try preview(.login, templates: directory.path).html == "<p>alice\n")
    try directory.write("{{#user}}\n", to: "gap.txt")
    let error = #expect(throws: ConfigurationError.self) { try preview(.login, templates: directory.path) }
    #expect(error?.path == directory.path("gap.txt"))
  }
}
