// A thread as the executor of an actor. libsystemd wants one thread for the life of a journal handle, and libcurl blocks: both
// may, each on its own, while no thread of the shared pool waits.

import Dispatch
import Foundation
import Synchronization

/// Runs the jobs of one actor, on one thread, one after the other.
final class DedicatedThread: SerialExecutor {
  private let queue = JobQueue()

  /// Starts the thread. It ends when the executor goes.
  init(name: String) {
    let thread = Thread { [queue] in queue.run() }
    thread.name = name
    thread.start()
  }

  deinit {
    queue.close()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.append(UnownedJob(job), for: asUnownedSerialExecutor())
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}

/// Jobs that wait for their thread. The semaphore counts them, and the end.
private final class JobQueue: Sendable {
  private let jobs = Mutex<[(UnownedJob, UnownedSerialExecutor)]>([])
  private let signal = DispatchSemaphore(value: 0)

  func append(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    jobs.withLock { $0.append((job, executor)) }
    signal.signal()
  }

  func close() {
    signal.signal()
  }

  func run() {
    while let (job, executor) = next() { job.runSynchronously(on: executor) }
  }

  /// The next job; nil when it was the end that was signalled.
  private func next() -> (UnownedJob, UnownedSerialExecutor)? {
    signal.wait()
    return jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
