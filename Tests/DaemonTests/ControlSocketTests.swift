// A command rings, and the daemon looks.

import Foundation
import TestKit
import Testing

@testable import Daemon

struct ControlSocketTests {
  private let directory: TemporaryDirectory
  private let socket: ControlSocket

  init() throws {
    directory = try TemporaryDirectory()
    socket = ControlSocket(path: directory.path("control"))
  }

  @Test func `where no daemon listens nobody is told`() throws {
    #expect(try socket.ring() == false)
    close(try socket.listen())
    #expect(directory.names() == ["control"])
    #expect(try socket.ring() == false)
  }

  @Test(.timeLimit(.minutes(1))) func `a ring makes the daemon look, whose socket goes with it`() async throws {
    let (looks, looked) = AsyncStream.makeStream(of: Void.self)
    let log = LogLines()
    let attendant = Attendant(socket, look: { looked.yield(()) }, logger: log.logger)
    await attendant.start(at: .now)
    async let run: Void = attendant.run()
    #expect(try socket.ring())
    var iterator = looks.makeAsyncIterator()
    #expect(await iterator.next() != nil)
    attendant.stop()
    await run
    #expect(directory.names() == [])
    #expect(log.all == [])
  }

  @Test func `only the daemon's user may ring`() throws {
    let descriptor = try socket.listen()
    defer { close(descriptor) }
    let attributes = try FileManager.default.attributesOfItem(atPath: socket.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `what a daemon before left behind is replaced`() throws {
    close(try socket.listen())
    let descriptor = try socket.listen()
    defer { close(descriptor) }
    #expect(try socket.ring())
  }

  @Test func `a path that is too long is said, and the daemon goes on`() async throws {
    let path = directory.path(String(repeating: "x", count: 120))
    let words = "control socket '\(path)': File name too long (bind)"
    let error = #expect(throws: ControlError.self) { try ControlSocket(path: path).listen() }
    #expect(error?.description == words)
    let log = LogLines()
    await Attendant(ControlSocket(path: path), look: {}, logger: log.logger).start(at: .now)
    #expect(log.all == ["warning: commands cannot make the daemon look, it takes up their changes later: \(words)"])
  }
}
