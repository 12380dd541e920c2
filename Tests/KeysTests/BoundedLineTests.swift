// Lines from somebody who may say anything, or nothing.

import Foundation
import Testing

@testable import Keys

struct BoundedLineTests {
  private func read(_ bytes: [UInt8], limit: Int = 10, closing: Bool = true, patience: Duration = .seconds(60))
    throws(BoundedLine.Fault) -> String
  {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data(bytes))
    // It goes with the pipe at the latest.
    if closing { try? pipe.fileHandleForWriting.close() }
    defer { withExtendedLifetime(pipe) {} }
    let line = BoundedLine(
      descriptor: pipe.fileHandleForReading.fileDescriptor, limit: limit, deadline: .now + patience)
    return String(decoding: try line.read(), as: UTF8.self)
  }

  @Test(arguments: ["", "a", "0123456789"]) func `a line is read, and what follows is not`(line: String) throws {
    #expect(try read(Array("\(line)\n".utf8), closing: false) == line)
    #expect(try read(Array("\(line)\nmore\nand more than fits".utf8)) == line)
  }

  @Test(arguments: ["0123456789x\n", "0123456789x", "0123456789012345678901234567890"])
  func `a line that is too long is not waited for`(text: String) {
    #expect(throws: BoundedLine.Fault.tooLong) { try read(Array(text.utf8), closing: false) }
  }

  @Test func `long lines come in pieces`() throws {
    let line = String(repeating: "x", count: 4096)
    #expect(try read(Array("\(line)\n".utf8), limit: 4096) == line)
    #expect(throws: BoundedLine.Fault.tooLong) { try read(Array("\(line)x\n".utf8), limit: 4096) }
  }

  @Test(arguments: ["", "half a"]) func `a line without an end is none`(text: String) {
    #expect(throws: BoundedLine.Fault.ended) { try read(Array(text.utf8)) }
    #expect(throws: BoundedLine.Fault.tooSlow) {
      try read(Array(text.utf8), closing: false, patience: .milliseconds(20))
    }
    #expect(throws: BoundedLine.Fault.tooSlow) { try read([10], patience: .zero) }
  }

  @Test func `a descriptor that is none is told`() {
    let line = BoundedLine(descriptor: 1_000_000, limit: 10, deadline: .now + .seconds(60))
    #expect(throws: BoundedLine.Fault.call("read", errno: EBADF)) { try line.read() }
  }
}
