// Runs another program, within bounds: so long, so much output, and nothing of it stays. For what is asked of programs that an
// administrator names. Blocks the calling thread.

import Glibc

/// A program with its arguments, and what it may take. No shell reads it.
public struct BoundedCommand: Sendable {
  /// The program, an absolute path, then its arguments.
  public var words: [String]
  /// How long it may run.
  public var patience: Duration
  /// How many bytes it may write to its standard output, and to its standard error.
  public var outputLimit: Int

  /// Takes all three; `words` must not be empty.
  public init(_ words: [String], patience: Duration, outputLimit: Int = 16 * 1024) {
    precondition(!words.isEmpty, "a command without a program")
    self.words = words
    self.patience = patience
    self.outputLimit = outputLimit
  }

  /// What came of a program that ended by itself.
  public struct Outcome: Equatable, Sendable {
    /// How it ended.
    public var end: ProcessEnd
    /// What it wrote to its standard output.
    public var output: [UInt8]
    /// What it wrote to its standard error.
    public var errors: [UInt8]
  }

  /// Runs it to its end. It reads nothing, has no descriptors and few variables of ours, and a process group of its own; all of
  /// that group is killed as soon as the program itself has ended or has overstepped a bound.
  public func run() throws(CommandError) -> Outcome {
    let process = try SpawnedProcess(words)
    var output = BoundedReader(descriptor: process.output, limit: outputLimit)
    var errors = BoundedReader(descriptor: process.errors, limit: outputLimit)
    do {
      try read(&output, &errors, untilEndOf: process)
    } catch {
      process.end()
      throw error
    }
    return Outcome(end: process.end(), output: output.bytes, errors: errors.bytes)
  }

  /// What a child of the program may still have to say is not waited for.
  private func read(
    _ output: inout BoundedReader, _ errors: inout BoundedReader, untilEndOf process: SpawnedProcess
  ) throws(CommandError) {
    let deadline = ContinuousClock.now + patience
    var hasEnded = false
    while !hasEnded {
      let left = deadline - .now
      guard left > .zero else { throw .tooSlow(patience) }
      var polled = [output.polled, errors.polled, pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0)]
      poll(&polled, nfds_t(polled.count), Int32(clamping: Int(left / .milliseconds(1)) + 1))
      hasEnded = polled[2].revents != 0
      try output.read()
      try errors.read()
    }
  }
}
