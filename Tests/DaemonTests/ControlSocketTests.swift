// How a command reaches the daemon, and who may.

import Foundation
import Logging
import TestKit
import Testing

@testable import Daemon

struct ControlSocketTests {
  private let directory: TemporaryDirectory
  private var socket: ControlSocket { ControlSocket(path: directory.path("control")) }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `where nobody listens, nobody is told`() throws {
    #expect(try !socket.ring())
    _ = close(try socket.listen())
    #expect(try !socket.ring())
  }

  @Test func `a socket is for nobody else, and takes the place of an old one`() throws {
    for _ in 1...2 {
      let descriptor = try socket.listen()
      defer { close(descriptor) }
      var status = stat()
      #expect(stat(socket.path, &status) == 0)
      #expect(status.st_mode == S_IFSOCK | 0o600)
      #expect(try socket.ring())
    }
  }

  @Test func `a full queue of rings is a ring`() throws {
    let descriptor = try socket.listen()
    defer { close(descriptor) }
    for _ in 1...2000 { #expect(try socket.ring()) }
  }

  @Test func `a path that is too long is named`() {
    let socket = ControlSocket(path: "/" + String(repeating: "x", count: 200))
    let error = #expect(throws: ControlError.self) { try socket.listen() }
    #expect(error?.description.contains("File name too long") == true)
  }

  @Test(.timeLimit(.minutes(1))) func `a ring makes the stages look`() async throws {
    let looked = Wakeup()
    let attendant = Attendant(socket, look: { looked.ring() }, logger: LogLines().logger)
    await attendant.start(at: .now)
    #expect(try socket.ring())
    async let end: Void = attendant.run()
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        looked.wait(atMost: nil)
        continuation.resume()
      }
    }
    attendant.stop()
    await end
    #expect(try !socket.ring())
  }
}
