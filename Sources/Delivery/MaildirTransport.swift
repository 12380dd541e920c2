// Mail into a Maildir (maildir(5)): what happens where no server is configured, so that nothing is lost before there is one.
//
// A file is named after the outbox row: a crash between the file and the commit writes the same file again. Only the newest
// are kept, since whoever can log in can make mail.

import Foundation

/// Keeps mail in a Maildir.
public struct MaildirTransport: MailTransport {
  private let root: String
  private let capacity: Int

  /// Takes the Maildir's path, and how many mails to keep in `new`; older ones are removed.
  public init(path: String, capacity: Int = 1000) {
    root = path
    self.capacity = capacity
  }

  /// Writes the mail to `tmp`, to the disk, and moves it to `new`.
  public func deliver(_ envelope: Envelope, _ message: () throws -> [UInt8]) -> DeliveryOutcome {
    do {
      for name in ["tmp", "new", "cur"] { try makeDirectory("\(root)/\(name)") }
      let name = "\(envelope.queuedAt).O\(envelope.id)\(Self.suffix)"
      try write(try message(), to: "\(root)/tmp/\(name)")
      try move("\(root)/tmp/\(name)", "\(root)/new/\(name)")
      try removeOldest()
      return .accepted(reply: "kept in \(root)/new/\(name)")
    } catch {
      return .unavailable(reason: "\(error)")
    }
  }

  /// Nothing to end: a file is written at once.
  public var interrupt: @Sendable (Duration) -> Void { { _ in } }

  /// Marks the files that are ours to remove.
  private static let suffix = ".ssh-alertd"

  private func makeDirectory(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(call: "open", errno: errno, path: path) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let lines = bytes.filter { $0 != UInt8(ascii: "\r") }
    try file.write(contentsOf: lines)
    try file.synchronize()
  }

  private func move(_ from: String, _ to: String) throws {
    guard rename(from, to) == 0 else { throw FileError(call: "rename", errno: errno, path: to) }
    let directory = open("\(root)/new", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw FileError(call: "open", errno: errno, path: "\(root)/new") }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw FileError(call: "fsync", errno: errno, path: "\(root)/new") }
  }

  /// Seconds and row: a database that was begun anew counts its rows from 1 again.
  private static func age(_ name: String) -> (Int64, Int64) {
    let parts = name.split(separator: ".")
    return (Int64(parts[0]) ?? 0, parts.count > 1 ? Int64(parts[1].dropFirst()) ?? 0 : 0)
  }

  private func removeOldest() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/new").filter { $0.hasSuffix(Self.suffix) }
    guard names.count > capacity else { return }
    let byAge = names.map { (age: Self.age($0), name: $0) }.sorted { $0.age < $1.age }
    for (_, name) in byAge.prefix(names.count - capacity) {
      try FileManager.default.removeItem(atPath: "\(root)/new/\(name)")
    }
  }
}

/// A system call on a file that failed.
struct FileError: Error, CustomStringConvertible {
  var call: String
  var errno: Int32
  var path: String

  var description: String { "'\(path)': \(String(cString: strerror(errno))) (\(call))" }
}
