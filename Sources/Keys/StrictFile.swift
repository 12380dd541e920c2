// Reads a file of a user's as sshd would with StrictModes (auth2-pubkeyfile.c, `auth_openfile`; misc.c, `safe_path`), whatever
// sshd's own setting is, and besides nothing that the user himself could not read: who asks may read everything.

import CLinux
import Glibc

/// A file of a user's, by a path that he can lead anywhere.
struct StrictFile {
  var path: String
  var account: Account

  /// Bytes.
  static let longest = 1024 * 1024

  /// Its bytes; nil where there is none. Opening a device can do something, even for reading: so the file is named first, then
  /// looked at, and that same one is opened.
  func read() throws(KeyFileFault) -> [UInt8]? {
    let place = sshalertd_open_path(path)
    guard place >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .call("open", errno: errno)
    }
    defer { close(place) }
    let link = "/proc/self/fd/\(place)"
    try checkFile(place)
    try checkDirectories(above: link)
    let descriptor = open(link, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .call("open", errno: errno) }
    defer { close(descriptor) }
    return try Self.bytes(descriptor)
  }

  private func checkFile(_ place: Int32) throws(KeyFileFault) {
    var status = stat()
    guard fstat(place, &status) == 0 else { throw .call("fstat", errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_size <= Self.longest else { throw .tooLarge }
    guard account.isGuarded(status) else { throw .unsafe(path) }
    guard account.may(Account.read, status) else { throw .notHis(path) }
  }

  /// Looks at each directory on the way up from where the file really is, to his home or to `/`.
  private func checkDirectories(above link: String) throws(KeyFileFault) {
    var directory = try Self.realPath(link)
    // A home that is not there does not end the way.
    let home = try? Self.realPath(account.home)
    repeat {
      directory = Self.parent(of: directory)
      var status = stat()
      guard lstat(directory, &status) == 0 else { throw .call("lstat", errno: errno) }
      guard status.st_mode & S_IFMT == S_IFDIR, account.isGuarded(status) else { throw .unsafe(directory) }
      guard account.may(Account.search, status) else { throw .notHis(directory) }
    } while directory != home && directory != "/"
  }

  private static func realPath(_ path: String) throws(KeyFileFault) -> String {
    guard let real = realpath(path, nil) else { throw .call("realpath", errno: errno) }
    defer { free(real) }
    return String(cString: real)
  }

  private static func parent(of path: String) -> String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// What it holds; it may have grown since it was looked at.
  private static func bytes(_ descriptor: Int32) throws(KeyFileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= longest {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .call("read", errno: errno) }
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
    }
    throw .tooLarge
  }
}
