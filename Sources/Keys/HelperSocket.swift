// The daemon's side of the helper's socket. Nothing of it blocks longer than the time there is.

import Foundation
import Sessions

/// The socket of `ssh-alertd-keys.socket`.
struct HelperSocket: Equatable {
  var path: String
  /// For the whole exchange.
  var patience = Duration.seconds(1)

  /// Asks, and waits for the answer.
  func ask(_ question: KeyQuestion) throws(KeyError) -> KeyAnswer {
    let deadline = ContinuousClock.now + patience
    let descriptor = try connected()
    defer { close(descriptor) }
    try send(question, to: descriptor)
    let line = try answer(BoundedLine(descriptor: descriptor, limit: KeyAnswer.longest, deadline: deadline))
    // Whatever is wrong with it.
    guard let answer = try? JSONDecoder().decode(KeyAnswer.self, from: Data(line)) else {
      throw .noAnswer(socket: path)
    }
    if case .error(let words) = answer { throw .refused(words.printable(limit: KeyAnswer.longestError)) }
    return answer
  }

  /// A unix socket is connected at once, or not at all: where too many wait already, it is EAGAIN.
  private func connected() throws(KeyError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { throw error("connect", ENAMETOOLONG) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw error("socket", errno) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let reason = errno
      close(descriptor)
      throw reason == ENOENT || reason == ECONNREFUSED ? .noHelper(socket: path) : error("connect", reason)
    }
    return descriptor
  }

  /// A question fits into what a socket takes at once.
  private func send(_ question: KeyQuestion, to descriptor: Int32) throws(KeyError) {
    guard let line = JSONText.line(question, limit: KeyQuestion.longest) else {
      throw .refused("the question is longer than \(KeyQuestion.longest) bytes")
    }
    let count = Glibc.send(descriptor, line, line.count, Int32(MSG_NOSIGNAL))
    guard count == line.count else { throw error("send", count < 0 ? errno : EAGAIN) }
  }

  private func answer(_ line: BoundedLine) throws(KeyError) -> [UInt8] {
    do {
      return try line.read()
    } catch {
      switch error {
      case .tooSlow: throw .tooSlow(patience, socket: path)
      case .tooLong, .ended: throw .noAnswer(socket: path)
      case .call(let call, let errno): throw self.error(call, errno)
      }
    }
  }

  private func error(_ call: String, _ errno: Int32) -> KeyError {
    .socket(call: call, errno: errno, path: path)
  }
}
