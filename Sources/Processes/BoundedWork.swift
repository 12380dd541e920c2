// Work that may block for as long as it likes, on a thread that is made for it: the system's resolver, a home directory on a network.
// While the thread is at an old question, a new one is not asked.

import Foundation
import Synchronization

/// Answers questions, one at a time, and lets nobody wait longer than he wants to.
public final class BoundedWork<Question: Sendable, Answer: Sendable>: Sendable {
  private let desk: Desk<Question, Answer>

  /// Starts the thread. It ends when this goes, and a question that it is at has come to its end.
  /// - Parameter work: what gives the answer; blocks.
  public init(name: String, _ work: @escaping @Sendable (Question) -> Answer) {
    desk = Desk(work)
    let thread = Thread { [desk] in desk.work() }
    thread.name = name
    thread.start()
  }

  deinit {
    desk.close()
  }

  /// The answer; nil where there is none within the time, or where an earlier question is still open. Blocks for the time at the
  /// most.
  public func answer(to question: Question, within limit: Duration) -> Answer? {
    guard limit > .zero, let slip = desk.ask(question) else { return nil }
    return slip.answer(within: limit)
  }
}

/// A question, and room for its answer.
private final class Slip<Question: Sendable, Answer: Sendable>: Sendable {
  let question: Question
  private let answer = Mutex<Answer?>(nil)
  private let isAnswered = DispatchSemaphore(value: 0)

  init(_ question: Question) {
    self.question = question
  }

  func put(_ answer: Answer) {
    self.answer.withLock { $0 = answer }
    isAnswered.signal()
  }

  func answer(within limit: Duration) -> Answer? {
    let nanoseconds = Int(limit / .nanoseconds(1))
    guard isAnswered.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else { return nil }
    return answer.withLock(\.self)
  }
}

/// Where one question at a time waits for the thread.
private final class Desk<Question: Sendable, Answer: Sendable>: Sendable {
  private enum State {
    case free
    case taken(Slip<Question, Answer>)
    case closed
  }

  private let answer: @Sendable (Question) -> Answer
  private let state = Mutex(State.free)
  private let bell = DispatchSemaphore(value: 0)

  init(_ answer: @escaping @Sendable (Question) -> Answer) {
    self.answer = answer
  }

  /// - Returns: nil while the desk is taken.
  func ask(_ question: Question) -> Slip<Question, Answer>? {
    let slip = Slip<Question, Answer>(question)
    let isTaken = state.withLock { state in
      guard case .free = state else { return true }
      state = .taken(slip)
      return false
    }
    if isTaken { return nil }
    bell.signal()
    return slip
  }

  func close() {
    state.withLock { $0 = .closed }
    bell.signal()
  }

  func work() {
    while let slip = next() {
      let found = answer(slip.question)
      state.withLock { if case .taken = $0 { $0 = .free } }
      slip.put(found)
    }
  }

  private func next() -> Slip<Question, Answer>? {
    bell.wait()
    return state.withLock { if case .taken(let slip) = $0 { slip } else { nil } }
  }
}
