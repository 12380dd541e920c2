// Mail in files: whole, once, for nobody else to read, and not without end.

import Foundation
import TestKit
import Testing

@testable import Delivery

struct MaildirTransportTests {
  private let directory: TemporaryDirectory
  private let transport: MaildirTransport
  private struct Refusal: Error {}

  init() throws {
    directory = try TemporaryDirectory()
    transport = MaildirTransport(path: directory.path("mail"), capacity: 3)
  }

  private func deliver(_ text: String = "Subject: x\r\n\r\nbody\r\n", id: Int64 = 1) -> DeliveryOutcome {
    transport.deliver(Envelope(sender: "a", recipient: "b", id: id, queuedAt: 1_795_539_789)) { Array(text.utf8) }
  }

  @Test func `a mail is a file in new, with the line ends of this system`() throws {
    let path = directory.path("mail/new/1795539789.O1.ssh-alertd")
    #expect(deliver() == .accepted(reply: "kept in \(path)"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "Subject: x\n\nbody\n")
    #expect(directory.names(in: "mail") == ["cur", "new", "tmp"])
    #expect(directory.names(in: "mail/tmp") == [])
  }

  @Test func `the same mail twice is one file, the later one`() throws {
    _ = deliver("first")
    _ = deliver("second")
    #expect(directory.names(in: "mail/new").count == 1)
    #expect(
      try String(contentsOfFile: directory.path("mail/new/1795539789.O1.ssh-alertd"), encoding: .utf8) == "second")
  }

  @Test func `nobody else can read it`() throws {
    _ = deliver()
    for name in ["mail", "mail/new", "mail/cur", "mail/tmp"] { #expect(try mode(name) == 0o700, "\(name)") }
    #expect(try mode("mail/new/1795539789.O1.ssh-alertd") == 0o600)
  }

  @Test func `only the newest are kept, and other files are left alone`() throws {
    _ = deliver(id: 8)
    try directory.write("mine", to: "mail/new/0.M1P2.host")
    for id in Int64(9)...12 { _ = deliver(id: id) }
    let names = ["O10", "O11", "O12"].map { "1795539789.\($0).ssh-alertd" }
    #expect(directory.names(in: "mail/new") == ["0.M1P2.host"] + names)
  }

  @Test func `a database that counts from 1 again does not make its mail the oldest`() throws {
    for id in Int64(2000)...2003 { _ = deliver(id: id) }
    let later = Envelope(sender: "a", recipient: "b", id: 1, queuedAt: 1_795_539_790)
    _ = transport.deliver(later) { [] }
    #expect(directory.names(in: "mail/new").contains("1795539790.O1.ssh-alertd"))
  }

  @Test func `a mail that cannot be made leaves no file`() {
    let envelope = Envelope(sender: "a", recipient: "b", id: 1, queuedAt: 1)
    let outcome = transport.deliver(envelope) { throw Refusal() }
    guard case .unavailable = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(directory.names(in: "mail/new") == [])
    #expect(directory.names(in: "mail/tmp") == [])
  }

  @Test func `a place that cannot be written is unavailable, with its reason`() throws {
    try directory.write("a file", to: "mail")
    guard case .unavailable(let reason) = deliver() else {
      Issue.record("delivered into a file")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test func `a link in tmp is not followed`() throws {
    _ = deliver(id: 7)
    let target = try directory.write("precious", to: "target")
    let link = directory.path("mail/tmp/1795539789.O1.ssh-alertd")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    guard case .unavailable(let reason) = deliver() else {
      Issue.record("followed")
      return
    }
    #expect(reason.hasPrefix("'\(link)': "))
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
  }

  private func mode(_ name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }
}
