// One line out of a descriptor at whose other end may be anybody: so long, and in so much time.

import Glibc

/// A line that is being read.
struct BoundedLine {
  /// It is blocked on only in poll(2).
  var descriptor: Int32
  /// Bytes, the end of the line not counted.
  var limit: Int
  var deadline: ContinuousClock.Instant

  /// Why no line came.
  enum Fault: Error, Equatable, CustomStringConvertible {
    case tooSlow, tooLong, ended
    case call(String, errno: Int32)

    /// What became of the line.
    var description: String {
      switch self {
      case .tooSlow: "it took too long"
      case .tooLong: "it was too long"
      case .ended: "it had no end"
      case .call(let call, let errno): "\(String(cString: strerror(errno))) (\(call))"
      }
    }
  }

  /// The line without its end. What comes after it is not looked at.
  func read() throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1024)
    while bytes.count <= limit {
      try wait()
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw .call("read", errno: errno) }
      guard count > 0 else { throw .ended }
      let piece = chunk.prefix(count)
      bytes += piece.prefix { $0 != UInt8(ascii: "\n") }
      if piece.contains(UInt8(ascii: "\n")), bytes.count <= limit { return bytes }
    }
    throw .tooLong
  }

  private func wait() throws(Fault) {
    while true {
      let left = deadline - .now
      guard left > .zero else { throw .tooSlow }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&polled, 1, Int32(clamping: Int(left / .milliseconds(1)) + 1))
      if count > 0 { return }
      guard count == 0 || errno == EINTR else { throw .call("poll", errno: errno) }
    }
  }
}
