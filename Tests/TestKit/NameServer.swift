// The name server in Tests/Lab, for a process that leaves the machine's network.

import Foundation
import Glibc

/// A real DNS server, in namespaces that the calling thread, and those that it starts from now on, enter as well. Root only, and
/// for a process of its own: there is no way back. Ends with the last reference to it.
public final class NameServer {
  /// It did not come up, or did not let us in.
  public struct StartError: Error {}

  private let process = Process()
  private static let startLimit: Int32 = 20_000

  /// Starts it, and enters its namespaces.
  public init() throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["--mount", "--net", RecordedJournal.tests.appending(path: "Lab/name-server").path]
    process.standardOutput = output
    try process.run()
    var polled = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Self.startLimit) > 0,
      output.fileHandleForReading.availableData.starts(with: "ready".utf8),
      // Only who shares his working directory with no other thread may enter another's mounts: setns(2).
      unshare(Self.workingDirectory) == 0, enter("net"), enter("mnt")
    else {
      throw StartError()
    }
  }

  deinit {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private func enter(_ namespace: String) -> Bool {
    let descriptor = open("/proc/\(process.processIdentifier)/ns/\(namespace)", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    return setns(descriptor, 0) == 0
  }

  /// CLONE_FS of unshare(2).
  private static let workingDirectory: Int32 = 0x200
}

/// unshare(2), which glibc shows only with _GNU_SOURCE.
@_silgen_name("unshare")
private func unshare(_ flags: Int32) -> Int32

/// setns(2), likewise.
@_silgen_name("setns")
private func setns(_ descriptor: Int32, _ kind: Int32) -> Int32
