// A child process by posix_spawn(3) rather than Foundation's `Process`, whose children inherit the signals that are blocked
// here (SIGTERM), share our process group, and are waited for on a thread of its own. swift-subprocess can do it, but only for
// tasks that may be suspended; who asks here is libcurl's thread.

import CLinux
import Foundation

/// A program that runs, in a process group of its own. Ended at the latest when the last reference goes.
final class SpawnedProcess {
  /// What it writes to standard output and standard error; reading does not block.
  var output: Int32 { outputPipe.fileHandleForReading.fileDescriptor }
  var errors: Int32 { errorPipe.fileHandleForReading.fileDescriptor }
  /// Readable once the program has ended: pidfd_open(2).
  let descriptor: Int32

  private let process: pid_t
  private let outputPipe = Pipe()
  private let errorPipe = Pipe()
  private var endStatus: ProcessEnd?

  /// Starts a program.
  /// - Parameter words: its absolute path, then its arguments.
  init(_ words: [String]) throws(CommandError) {
    process = try Self.spawn(words, output: outputPipe, errors: errorPipe)
    descriptor = sshalertd_pidfd_open(process)
    let pidfdError = errno
    for pipe in [outputPipe, errorPipe] {
      // It is closed with the pipe at the latest.
      try? pipe.fileHandleForWriting.close()
      _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK)
    }
    guard descriptor >= 0 else {
      end()
      throw .notStarted(errno: pidfdError)
    }
  }

  deinit {
    end()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Kills what is left of its process group, and takes its exit status. As long as that is not taken, no other process can
  /// get its number.
  @discardableResult
  func end() -> ProcessEnd {
    if let endStatus { return endStatus }
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let end = ProcessEnd(waitStatus: status)
    endStatus = end
    return end
  }

  private static func spawn(_ words: [String], output: Pipe, errors: Pipe) throws(CommandError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.fileHandleForWriting.fileDescriptor, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.fileHandleForWriting.fileDescriptor, STDERR_FILENO)
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var process: pid_t = 0
    let error = withCStrings(words) { arguments in
      withCStrings(environment) { posix_spawn(&process, words[0], &actions, &attributes, arguments, $0) }
    }
    guard error == 0 else { throw .notStarted(errno: error) }
    return process
  }

  /// What a program may need to find its way: no socket of the service manager, nothing for the dynamic linker.
  private static var environment: [String] {
    let names = [
      "HOME", "LANG", "TZ", "USER", "LOGNAME", "TMPDIR", "STATE_DIRECTORY", "RUNTIME_DIRECTORY",
      "CREDENTIALS_DIRECTORY",
    ]
    let values = ProcessInfo.processInfo.environment
    return ["PATH=\(values["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")"]
      + names.compactMap { name in values[name].map { "\(name)=\($0)" } }
  }
}

/// Lends texts as an array of C strings that ends with NULL.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    // It is never empty: it holds at least the NULL.
    buffer.baseAddress.map(body)
  } ?? body(&pointers)
}
