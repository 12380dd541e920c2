// The name of an address. Whoever owns an address names it as he likes, so a name counts only where it leads back to the address.
// The system's resolver has no limit of time, so it blocks a thread that is made for it: while that is still at an old question, a
// new one is not asked.

import Foundation
public import Sessions
import Synchronization

/// Looks up names of addresses, one at a time.
public final class ReverseName: Sendable {
  private let desk: Desk

  /// Starts the thread. It ends when this goes, and a question that it is at has come to its end.
  /// - Parameter look: what tells the name; blocks.
  public init(look: @escaping @Sendable (IPAddress) -> String? = ReverseName.lookUp) {
    desk = Desk(look: look)
    let thread = Thread { [desk] in desk.work() }
    thread.name = "reverse-name"
    thread.start()
  }

  deinit {
    desk.close()
  }

  /// The name of an address; nil where it has none that counts, or none within the time, or where an earlier question is still
  /// open. Blocks for the time at the most.
  public func name(of address: IPAddress, within limit: Duration) -> String? {
    guard let question = desk.ask(address) else { return nil }
    return question.answer(within: limit)
  }
}

/// A question, and room for its answer.
private final class Question: Sendable {
  let address: IPAddress
  private let name = Mutex<String?>(nil)
  private let isAnswered = DispatchSemaphore(value: 0)

  init(_ address: IPAddress) {
    self.address = address
  }

  func answer(_ name: String?) {
    self.name.withLock { $0 = name }
    isAnswered.signal()
  }

  func answer(within limit: Duration) -> String? {
    let nanoseconds = Int(max(limit, .zero) / .nanoseconds(1))
    guard isAnswered.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else { return nil }
    return name.withLock(\.self)
  }
}

/// Where one question at a time waits for the thread.
private final class Desk: Sendable {
  private enum State {
    case free
    case taken(Question)
    case closed
  }

  private let look: @Sendable (IPAddress) -> String?
  private let state = Mutex(State.free)
  private let bell = DispatchSemaphore(value: 0)

  init(look: @escaping @Sendable (IPAddress) -> String?) {
    self.look = look
  }

  /// - Returns: nil while the desk is taken.
  func ask(_ address: IPAddress) -> Question? {
    let question = Question(address)
    let isTaken = state.withLock { state in
      guard case .free = state else { return true }
      state = .taken(question)
      return false
    }
    if isTaken { return nil }
    bell.signal()
    return question
  }

  func close() {
    state.withLock { $0 = .closed }
    bell.signal()
  }

  func work() {
    while let question = next() {
      let name = look(question.address)
      state.withLock { if case .taken = $0 { $0 = .free } }
      question.answer(name)
    }
  }

  private func next() -> Question? {
    bell.wait()
    return state.withLock { if case .taken(let question) = $0 { question } else { nil } }
  }
}
