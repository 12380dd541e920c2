// Which journal: the machine's own, or a directory of journal files. And whether all of it can be read, which libsystemd does
// not tell: it opens what it may and keeps silent about the rest.

import CSystemd
import Glibc
import Foundation

/// Where journal files are.
public enum JournalSource: Hashable, Sendable, CustomStringConvertible {
  /// The machine's own: /var/log/journal and /run/log/journal.
  case system
  /// A directory of journal files, or of one directory of files a machine.
  case directory(String)

  /// Names the source in the database, in messages and in the log.
  public var description: String {
    switch self {
    case .system: "system"
    case .directory(let path): path
    }
  }

  private var roots: [String] {
    switch self {
    case .system: ["/var/log/journal", "/run/log/journal"].filter { FileManager.default.fileExists(atPath: $0) }
    case .directory(let path): [path]
    }
  }

  /// Makes sure that each system journal file can be read.
  /// - Returns: how many there are.
  /// - Throws: `JournalError` for the first directory or file that cannot.
  @discardableResult
  public func checkAccess() throws(JournalError) -> Int {
    guard !roots.isEmpty else {
      throw JournalError(call: "opendir", errno: ENOENT, subject: "/var/log/journal")
    }
    let systemJournals = try files().filter { Self.isSystemJournal($0.name) }
    for file in systemJournals { try Self.checkReadable("\(file.directory)/\(file.name)") }
    return systemJournals.count
  }

  /// Makes sure that there is a journal file at all: libsystemd reads a directory without one as an empty journal.
  /// - Throws: `JournalError` with ENOENT.
  public func checkNotEmpty() throws(JournalError) {
    guard try !files().contains(where: { $0.name.hasSuffix(".journal") }) else { return }
    throw JournalError(call: "readdir", errno: ENOENT, subject: "\(description)/*.journal")
  }

  /// True where the machine keeps its journal in memory only (journald.conf(5), `Storage=`), so that it ends with each boot.
  public var isVolatile: Bool {
    guard case .system = self, let names = try? Self.names(in: "/var/log/journal") else { return self == .system }
    return !names.contains { Self.isDirectory("/var/log/journal/\($0)") }
  }

  /// The files of a journal: in its directory, or in a directory a machine below that.
  private func files() throws(JournalError) -> [(directory: String, name: String)] {
    var files: [(directory: String, name: String)] = []
    for root in roots {
      for directory in try [root] + Self.names(in: root).map({ "\(root)/\($0)" }).filter(Self.isDirectory) {
        files += try Self.names(in: directory).map { (directory, $0) }
      }
    }
    return files
  }

  private static func names(in directory: String) throws(JournalError) -> [String] {
    guard let stream = opendir(directory) else {
      throw JournalError(call: "opendir", errno: errno, subject: directory)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// `system.journal`, and what rotation makes of it; the journals of users are for each user's own eyes.
  private static func isSystemJournal(_ name: String) -> Bool {
    name == "system.journal" || (name.hasPrefix("system@") && name.hasSuffix(".journal"))
  }

  /// A file that rotation took away since it was listed is no longer of interest.
  private static func checkReadable(_ path: String) throws(JournalError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor < 0 else {
      close(descriptor)
      return
    }
    guard errno == ENOENT else { throw JournalError(call: "open", errno: errno, subject: path) }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
