// The helper's side: one question in, one answer out, and that was it. The service manager starts one for each connection
// (systemd.socket(5), `Accept=yes`); it holds CAP_DAC_READ_SEARCH, so it hears only root and the daemon's user.

import CLinux
import Foundation
import Sessions

/// Answers a question about keys and sshd.
public struct KeyResponder: Sendable {
  private let sshd: SSHDProgram
  private let peer: String

  /// Seconds that it may take. A file system that hangs is beyond this: whoever runs it sets an alarm(2).
  public static let lifetime: UInt32 = 5

  /// - Parameter peer: the user who may ask, beside root.
  public init(sshd: SSHDProgram, peer: String) {
    self.sshd = sshd
    self.peer = peer
  }

  /// Reads the question from one descriptor, and writes the answer to the other. Who asks is checked where the first is a socket.
  /// - Throws: `KeyError` where there was nobody to answer, or no question.
  public func run(input: Int32, output: Int32) throws(KeyError) {
    do throws(KeyError) {
      try checkPeer(of: input)
      let deadline = ContinuousClock.now + .seconds(Int(Self.lifetime))
      let line = try Self.question(from: BoundedLine(descriptor: input, limit: KeyQuestion.longest, deadline: deadline))
      try Self.write(answer(to: line), to: output)
    } catch {
      try Self.write(.error(error.description), to: output)
      throw error
    }
  }

  /// SO_PEERCRED of unix(7): who called connect(2).
  private func checkPeer(of input: Int32) throws(KeyError) {
    var uid = uid_t.max
    guard sshalertd_peer_uid(input, &uid) == 0 else {
      if errno == ENOTSOCK { return }
      throw .socket(call: "getsockopt", errno: errno, path: "standard input")
    }
    if uid == 0 { return }
    guard uid == (try? Account(named: peer).uid) else {  // A peer that is no user is nobody.
      throw .refused("only root and '\(peer)' may ask, not user \(uid)")
    }
  }

  private static func question(from line: BoundedLine) throws(KeyError) -> [UInt8] {
    do {
      return try line.read()
    } catch {
      throw .refused("no line came with a question: \(error)")
    }
  }

  /// What to say to a line.
  func answer(to line: [UInt8]) -> KeyAnswer {
    // Whatever is wrong with it.
    guard let question = try? JSONDecoder().decode(KeyQuestion.self, from: Data(line)) else {
      return .error("that is no question")
    }
    do {
      return try answer(to: question)
    } catch {
      return .error(error.description.printable(limit: KeyAnswer.longestError))
    }
  }

  private func answer(to question: KeyQuestion) throws(KeyError) -> KeyAnswer {
    switch question {
    case .keyName(let user, let fingerprint):
      guard let fingerprint = KeyFingerprint(fingerprint) else { throw .noFingerprint }
      return try KeyLookup(sshd: sshd).name(of: fingerprint, user: user).map(KeyAnswer.name) ?? .nothing
    case .sshdSettings(let user): return .settings(try sshd.settings(for: user))
    }
  }

  private static let tooLong = Array("{\"error\":\"the answer is too long\"}\n".utf8)

  private static func write(_ answer: KeyAnswer, to output: Int32) throws(KeyError) {
    var rest = (JSONText.line(answer, limit: KeyAnswer.longest) ?? tooLong)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .socket(call: "write", errno: errno, path: "standard output") }
      rest = rest.dropFirst(count)
    }
  }
}
