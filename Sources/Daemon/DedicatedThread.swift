// A thread as the executor of an actor. libsystemd wants one thread for the life of a journal handle, and libcurl blocks: both
// may, each on its own, while no thread of the shared pool waits.

import Foundation

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

/// Jobs that wait for their thread. `@unchecked`: all state is used under the condition's lock.
private final class JobQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private var jobs: [(UnownedJob, UnownedSerialExecutor)] = []
  private var isClosed = false

  func append(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    condition.withLock {
      jobs.append((job, executor))
      condition.signal()
    }
  }

  func close() {
    condition.withLock {
      isClosed = true
      condition.signal()
    }
  }

  func run() {
    while let (job, executor) = next() { job.runSynchronously(on: executor) }
  }

  private func next() -> (UnownedJob, UnownedSerialExecutor)? {
    condition.withLock {
      while jobs.isEmpty && !isClosed { condition.wait() }
      return jobs.isEmpty ? nil : jobs.removeFirst()
    }
  }
}
