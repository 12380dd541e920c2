// A file as it was when it was opened, and whether it still is.

import Glibc

/// Tells a file from the one that took its place.
struct FileIdentity: Hashable {
  private var device: UInt64
  private var number: UInt64
  private var seconds: Int
  private var nanoseconds: Int
  /// Bytes.
  var size: Int

  init(_ status: stat) {
    (device, number, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// Nil where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// A regular file, open to be read. Nothing is waited for: a pipe of that name would have nobody to write to it.
final class OpenedFile {
  let path: String
  let descriptor: Int32
  let identity: FileIdentity

  init(path: String) throws(PlaceFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw PlaceFileError(path: path, call: "open", reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw PlaceFileError(path: path, call: "open", reason: "it is no regular file")
    }
    (self.path, self.descriptor, identity) = (path, descriptor, FileIdentity(status))
  }

  deinit {
    close(descriptor)
  }

  /// The last bytes of it.
  func tail(_ length: Int) throws(PlaceFileError) -> [UInt8] {
    let count = min(length, identity.size)
    var bytes = [UInt8](repeating: 0, count: count)
    let got = pread(descriptor, &bytes, count, identity.size - count)
    guard got == count else {
      let reason = got < 0 ? String(cString: strerror(errno)) : "the file has changed"
      throw PlaceFileError(path: path, call: "pread", reason: reason)
    }
    return bytes
  }
}
