// The web server in Tests/Lab, as a child process on a port of its own.

import Foundation
import Glibc

/// A real HTTP server on loopback, with one answer to all. Ends with the last reference to it.
public final class WebServer {
  /// What it was asked.
  public struct Request: Decodable, Sendable {
    /// What stands behind the server's name.
    public var path: String
    /// By their names in small letters.
    public var headers: [String: String]
  }

  /// It did not come up.
  public struct StartError: Error {}

  /// Where it listens.
  public let port: Int
  private let process = Process()
  private let directory: TemporaryDirectory
  private static let startLimit: Int32 = 20_000

  /// Starts it, with an answer and the options of the program.
  public init(status: Int = 200, _ body: String = "", headers: [String] = [], _ options: String...) throws {
    directory = try TemporaryDirectory()
    try directory.write("", to: "log")
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [RecordedJournal.tests.appending(path: "Lab/web-server").path, "--log", directory.path("log")]
      + ["--status=\(status)", "--body=\(body)"] + headers.map { "--header=\($0)" } + options
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var polled = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Self.startLimit) > 0,
      let port = Int(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).prefix { $0.isNumber })
    else {
      kill(process.processIdentifier, SIGKILL)
      throw StartError()
    }
    self.port = port
  }

  /// SIGTERM would not do: the child has the signal mask of the thread that started it, which may block it.
  deinit {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// What it was asked so far; each is here before its answer.
  public func requests() throws -> [Request] {
    try String(contentsOfFile: directory.path("log"), encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Request.self, from: Data($0.utf8))
    }
  }
}
