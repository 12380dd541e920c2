// Programs that hang, write without end, fail or leave somebody behind: none holds the daemon.

import CLinux
import Foundation
import TestKit
import Testing

@testable import Processes

struct BoundedCommandTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func run(
    _ script: String, patience: Duration = .seconds(60), limit: Int = 16 * 1024
  ) throws(CommandError) -> BoundedCommand.Outcome {
    try BoundedCommand(["/bin/sh", "-c", script], patience: patience, outputLimit: limit).run()
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `what it writes and how it ends is told apart`() throws {
    let outcome = try run("echo out; echo wrong >&2; exit 3")
    #expect(outcome == .init(end: .exited(3), output: Array("out\n".utf8), errors: Array("wrong\n".utf8)))
    #expect(try run("kill -TERM $$").end == .killed(SIGTERM))
    #expect(try run("").end == .exited(0))
  }

  @Test func `arguments are passed on as they are, without a shell`() throws {
    let outcome = try BoundedCommand(["/usr/bin/printf", "%s|", "a b", "$(id)", "", "'\""], patience: .seconds(60))
      .run()
    #expect(text(outcome.output) == "a b|$(id)||'\"|")
  }

  @Test func `a program that is not there is told`() throws {
    let missing = BoundedCommand([directory.path("none")], patience: .seconds(1))
    #expect(throws: CommandError.notStarted(errno: ENOENT)) { try missing.run() }
    let forbidden = BoundedCommand([try directory.write("#!/bin/sh\n", to: "x", mode: 0o644)], patience: .seconds(1))
    #expect(throws: CommandError.notStarted(errno: EACCES)) { try forbidden.run() }
  }

  @Test func `one that hangs is killed with its children`() throws {
    let path = directory.path("pids")
    let script = "trap '' TERM INT HUP; sleep 1000 & echo $$ $! > \(path).new; mv \(path).new \(path); wait; wait"
    // So slow a machine that the shell does not get this far would not fail the test, only say less.
    #expect(throws: CommandError.tooSlow(.seconds(2))) { try run(script, patience: .seconds(2)) }
    let pids = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    for pid in pids.split(whereSeparator: \.isWhitespace).compactMap({ pid_t($0) }) { #expect(hasEnded(pid)) }
  }

  @Test(arguments: ["yes", "yes >&2", "yes & wait", "yes >&2 & exec sleep 1000"])
  func `one that writes without end is killed`(script: String) throws {
    #expect(throws: CommandError.tooTalkative(limit: 1000)) { try run(script, limit: 1000) }
  }

  @Test func `the limit itself is allowed`() throws {
    #expect(try run("head -c 70000 /dev/zero", limit: 70000).output.count == 70000)
    #expect(throws: CommandError.tooTalkative(limit: 70000)) { try run("head -c 70001 /dev/zero", limit: 70000) }
  }

  @Test func `a child that keeps the pipe open is not waited for, and does not stay`() throws {
    let start = ContinuousClock.now
    let outcome = try run("sleep 1000 & echo $!; exit 0")
    #expect(ContinuousClock.now - start < .seconds(50))
    #expect(outcome.end == .exited(0))
    let child = try #require(pid_t(text(outcome.output).trimmingCharacters(in: .newlines)))
    #expect(hasEnded(child))
  }

  @Test func `it closes its output and goes on, and is waited for all the same`() throws {
    // No wait of this test: it is what the program does after its output is closed, and however long it takes, the end is 4.
    #expect(try run("exec >&- 2>&-; sleep 0.1; exit 4").end == .exited(4))
  }

  @Test func `it reads nothing, and has no descriptor of ours`() throws {
    let ours = open("/dev/null", O_RDONLY)  // Without O_CLOEXEC.
    defer { close(ours) }
    let outcome = try run("cat; ls /proc/self/fd | wc -l; readlink /proc/self/fd/0")
    // ls has one more, the directory.
    #expect(text(outcome.output).split(whereSeparator: \.isWhitespace) == ["4", "/dev/null"])
  }

  @Test func `signals that are blocked or ignored here are not there`() async {
    await #expect(processExitsWith: .success) {
      var set = sigset_t()
      sigemptyset(&set)
      sigaddset(&set, SIGTERM)
      pthread_sigmask(SIG_BLOCK, &set, nil)
      signal(SIGPIPE, SIG_IGN)
      let script = "grep -E '^Sig(Blk|Ign)' /proc/self/status"
      let outcome = try BoundedCommand(["/bin/sh", "-c", script], patience: .seconds(60)).run()
      let words = String(decoding: outcome.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      precondition(words[1] == "0000000000000000")
      // Above are two of glibc's own, which its posix_spawn ignores.
      precondition(UInt64(words[3], radix: 16).map { $0 & 0x7FFF_FFFF } == 0)
    }
  }

  @Test func `of our environment only what shows the way is passed on`() async {
    await #expect(processExitsWith: .success) {
      for name in ["NOTIFY_SOCKET", "LD_AUDIT", "SECRET"] { setenv(name, "/x", 1) }
      setenv("CREDENTIALS_DIRECTORY", "/run/credentials", 1)
      unsetenv("PATH")
      let outcome = try BoundedCommand(["/usr/bin/env"], patience: .seconds(60)).run()
      let lines = Set(String(decoding: outcome.output, as: UTF8.self).split(separator: "\n"))
      precondition(lines.contains("CREDENTIALS_DIRECTORY=/run/credentials"))
      precondition(lines.contains { $0.hasPrefix("PATH=/usr/local/sbin:") })
      precondition(!lines.contains { $0.hasSuffix("=/x") })
    }
  }

  /// Waits, for a while, until a process has ended.
  private func hasEnded(_ pid: pid_t) -> Bool {
    let descriptor = sshalertd_pidfd_open(pid)
    guard descriptor >= 0 else { return errno == ESRCH }
    defer { close(descriptor) }
    var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&end, 1, 20_000) == 1
  }
}
