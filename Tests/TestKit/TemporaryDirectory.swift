// A directory that is there as long as the test that holds it.

import Foundation

/// A new, empty directory. Goes with the last reference to it.
public final class TemporaryDirectory: Sendable {
  /// Its path, which starts with `/` and does not end with one.
  public let path: String

  /// Makes it.
  /// - Parameter inMemory: true where a test commits thousands of times: in `/dev/shm` no commit waits for a disk.
  public init(inMemory: Bool = false) throws {
    let parent = inMemory ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory
    path = parent.appending(path: "ssh-alertd-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)  // What is left is in the system's directory for such things.
  }

  /// The path of what has this name in it.
  public func path(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Writes a file.
  /// - Returns: its path.
  @discardableResult
  public func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    let path = path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// Writes a program that can be run at once: another process writes it, since a child that somebody starts meanwhile would hold
  /// a file of ours open, and what is open for writing cannot be run (execve(2), ETXTBSY).
  /// - Returns: its path.
  public func writeProgram(_ text: String, to name: String) throws -> String {
    let source = try write(text, to: "\(name).text")
    try Command.run("install", ["-m", "755", source, path(name)])
    return path(name)
  }

  /// The names of what is in a directory below, sorted; empty where there is none.
  public func names(in name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }
}
