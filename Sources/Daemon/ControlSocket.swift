// How a command tells the daemon that it has changed the database: a datagram, of which only the arrival counts. Only the
// daemon's user and root may send one (mode 0600, unix(7)); nothing that arrives is read as anything.

import Foundation

/// A datagram socket in the file system.
struct ControlSocket {
  /// Where it stands.
  var path: String

  /// Makes the socket, in place of one that a daemon before left behind.
  /// - Returns: its descriptor, which does not block.
  /// - Throws: `ControlError`.
  func listen() throws(ControlError) -> Int32 {
    let descriptor = try open()
    do throws(ControlError) {
      _ = unlink(path)
      // bind(2) takes the mode over from the socket; a umask would be that of all threads.
      guard fchmod(descriptor, 0o600) == 0, try withAddress({ bind(descriptor, $0, $1) }) == 0 else {
        throw ControlError(call: "bind", errno: errno, path: path)
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Tells a daemon to look.
  /// - Returns: false where none listens.
  /// - Throws: `ControlError` where it cannot be told.
  func ring() throws(ControlError) -> Bool {
    let descriptor = try open()
    defer { close(descriptor) }
    guard try withAddress({ sendto(descriptor, "look", 4, 0, $0, $1) }) < 0 else { return true }
    // A full queue of datagrams tells it as well.
    if errno == EAGAIN { return true }
    guard errno == ENOENT || errno == ECONNREFUSED else { throw ControlError(call: "sendto", errno: errno, path: path) }
    return false
  }

  private func open() throws(ControlError) -> Int32 {
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw ControlError(call: "socket", errno: errno, path: path) }
    return descriptor
  }

  private func withAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) throws(ControlError) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw ControlError(call: "bind", errno: ENAMETOOLONG, path: path)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// A control socket that cannot be used.
struct ControlError: Error, CustomStringConvertible {
  var call: String
  var errno: Int32
  var path: String

  var description: String { "control socket '\(path)': \(String(cString: strerror(errno))) (\(call))" }
}
