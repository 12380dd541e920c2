// The D-Bus in Tests/Lab, as a child process with a socket of its own.

import Foundation
import Glibc

/// A bus of a test's own, where somebody plays logind. None is there before it is told "up". Ends with the last reference to it,
/// or with this process.
public final class PrivateBus {
  /// It did not do what it was told, in time or at all.
  public struct Failure: Error {
    /// What it was told.
    public var command: String
  }

  /// Where it is, as DBUS_SYSTEM_BUS_ADDRESS has it.
  public var address: String { "unix:path=\(directory.path("bus"))" }
  private let process = Process()
  private let commands = Pipe()
  private let answers = Pipe()
  private let directory: TemporaryDirectory
  private static let limit: Int32 = 30_000

  /// Starts the script.
  public init() throws {
    directory = try TemporaryDirectory()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [RecordedJournal.tests.appending(path: "Lab/bus").path, directory.path]
    process.standardInput = commands
    process.standardOutput = answers
    try process.run()
  }

  deinit {
    try? commands.fileHandleForWriting.close()  // It has ended already, then.
    process.waitUntilExit()
  }

  /// Has it do something, of what the script knows, and waits until that is done.
  public func tell(_ command: String) throws {
    try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    var polled = pollfd(fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Self.limit) > 0, answers.fileHandleForReading.availableData == Data("done\n".utf8) else {
      throw Failure(command: command)
    }
  }
}
