// The reading end of a pipe into which somebody may write without end.

import Glibc

/// Collects what a pipe holds, up to a limit.
struct BoundedReader {
  /// Does not block.
  let descriptor: Int32
  /// How many bytes there may be.
  let limit: Int
  private(set) var bytes: [UInt8] = []
  private var isAtEnd = false

  init(descriptor: Int32, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// For poll(2), which passes over what is negative.
  var polled: pollfd { pollfd(fd: isAtEnd ? -1 : descriptor, events: Int16(POLLIN), revents: 0) }

  /// Takes all that is there.
  /// - Throws: `CommandError.tooTalkative` where that is more than the limit.
  mutating func read() throws(CommandError) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while !isAtEnd {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      isAtEnd = count <= 0
      bytes += chunk.prefix(max(count, 0))
      guard bytes.count <= limit else { throw .tooTalkative(limit: limit) }
    }
  }
}
