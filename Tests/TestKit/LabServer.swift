// A server of Tests/Lab, as a child process on a port of its own.

import Foundation
import Glibc

/// A program of Tests/Lab that prints the port that it listens on, and writes a log. Ends with the last reference to it.
final class LabServer {
  /// It did not come up.
  struct StartError: Error {}

  /// Where it listens.
  let port: Int
  private let process = Process()
  private let directory: TemporaryDirectory
  private static let startLimit: Int32 = 20_000

  /// Starts it, with the options of the program.
  init(_ program: String, _ options: [String]) throws {
    directory = try TemporaryDirectory()
    try directory.write("", to: "log")
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [RecordedJournal.tests.appending(path: "Lab/\(program)").path, "--log", directory.path("log")] + options
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

  /// The lines of a log; each is here before the answer that it is about.
  func lines(of name: String = "log") throws -> [Substring] {
    try String(contentsOfFile: directory.path(name), encoding: .utf8).split(separator: "\n")
  }
}
