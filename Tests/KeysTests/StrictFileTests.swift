// A user leads the reader anywhere; it goes where sshd would, as that user.

import Foundation
import TestKit
import Testing

@testable import Keys

@Suite(.enabled(if: geteuid() == 0)) struct StrictFileTests {
  private let directory: TemporaryDirectory
  private let alice: Account
  private static let uid: uid_t = 54_321

  init() throws {
    directory = try TemporaryDirectory()
    alice = Account(name: "alice", uid: Self.uid, home: directory.path("home"), groups: [Self.uid], ownGroup: Self.uid)
    for name in ["home", "home/.ssh"] { try makeDirectory(name) }
  }

  private func makeDirectory(_ name: String, mode: mode_t = 0o700, owner: uid_t = uid) throws {
    try FileManager.default.createDirectory(atPath: directory.path(name), withIntermediateDirectories: false)
    try give(name, to: owner, mode: mode)
  }

  private func give(_ name: String, to owner: uid_t, group: gid_t? = nil, mode: mode_t) throws {
    try #require(chown(directory.path(name), owner, group ?? owner) == 0)
    try #require(chmod(directory.path(name), mode) == 0)
  }

  @discardableResult
  private func write(
    _ text: String = "keys", to name: String = "home/.ssh/keys", mode: mode_t = 0o600, owner: uid_t = uid
  )
    throws -> String
  {
    let path = try directory.write(text, to: name)
    try give(name, to: owner, mode: mode)
    return path
  }

  private func link(_ target: String) throws {
    try #require(symlink(target, directory.path("home/.ssh/keys")) == 0)
  }

  private func read(_ path: String? = nil) throws(KeyFileFault) -> String? {
    try StrictFile(path: path ?? directory.path("home/.ssh/keys"), account: alice).read()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private var fault: KeyFileFault? {
    do {
      _ = try read()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [0o600, 0o400, 0o644, 0o664] as [mode_t]) func `his own file is read`(mode: mode_t) throws {
    try write(mode: mode)
    #expect(try read() == "keys")
  }

  @Test func `one that is not there is none`() throws {
    #expect(try read() == nil)
    try write()
    #expect(try read(directory.path("home/.ssh/keys/more")) == nil)
    #expect(try read("/nonexistent/keys") == nil)
  }

  @Test func `root's file counts where everybody may read it`() throws {
    try write(mode: 0o644, owner: 0)
    #expect(try read() == "keys")
    try write(mode: 0o600, owner: 0)
    #expect(fault == .notHis(directory.path("home/.ssh/keys")))
  }

  @Test(arguments: [0o602, 0o666, 0o622] as [mode_t]) func `one that others may write is refused`(mode: mode_t) throws {
    try write(mode: mode)
    try give("home/.ssh/keys", to: Self.uid, group: 12_345, mode: mode)
    #expect(fault == .unsafe(directory.path("home/.ssh/keys")))
  }

  @Test func `one that another user owns is refused`() throws {
    try write(mode: 0o644, owner: 12_345)
    #expect(fault == .unsafe(directory.path("home/.ssh/keys")))
  }

  @Test func `one that he forbade himself to read is refused`() throws {
    try write(mode: 0o044)
    #expect(fault == .notHis(directory.path("home/.ssh/keys")))
  }

  @Test(arguments: ["home", "home/.ssh"]) func `a directory that others may write is refused, up to his home`(
    name: String
  )
    throws
  {
    try write()
    try give(name, to: Self.uid, group: 12_345, mode: 0o770)
    #expect(fault == .unsafe(directory.path(name)))
    try give(name, to: Self.uid, group: Self.uid, mode: 0o770)
    #expect(try read() == "keys")
    try give(name, to: 12_345, mode: 0o755)
    #expect(fault == .unsafe(directory.path(name)))
  }

  @Test func `above his home nothing is looked at`() throws {
    try write()
    try give("", to: 12_345, mode: 0o777)
    #expect(try read() == "keys")
  }

  @Test func `outside of it everything is, up to the root`() throws {
    try write(to: "elsewhere", mode: 0o644)
    try link(directory.path("elsewhere"))
    #expect(fault == .notHis(directory.path))  // Mode 700, root's.
    try give("", to: 0, mode: 0o755)
    #expect(fault == .unsafe(Self.parent(of: directory.path)))  // /tmp
  }

  private static func parent(of path: String) -> String { URL(filePath: path).deletingLastPathComponent().path }

  @Test func `a link leads to what counts`() throws {
    try write("own", to: "home/own")
    try link("../own")
    #expect(try read() == "own")
    try give("home/own", to: Self.uid, group: 12_345, mode: 0o620)
    #expect(fault == .unsafe(directory.path("home/.ssh/keys")))
  }

  @Test func `a link to root's secrets shows none of them`() throws {
    try link("/etc/shadow")
    #expect(fault == .notHis(directory.path("home/.ssh/keys")))
  }

  @Test func `a link to a file in a directory that is closed to him shows nothing`() throws {
    try makeDirectory("home/closed", mode: 0o700, owner: 0)
    try write(to: "home/closed/file", mode: 0o644, owner: 0)
    try link("../closed/file")
    #expect(fault == .notHis(directory.path("home/closed")))
    try give("home/closed", to: 0, mode: 0o711)
    #expect(try read() == "keys")
  }

  @Test func `a linked directory is judged by where it leads`() throws {
    try makeDirectory("home/shared", mode: 0o777)
    try write(to: "home/shared/keys")
    try #require(rename(directory.path("home/.ssh"), directory.path("home/old")) == 0)
    try #require(symlink("shared", directory.path("home/.ssh")) == 0)
    #expect(fault == .unsafe(directory.path("home/shared")))
  }

  @Test(arguments: ["/dev/zero", "/dev/full", "/proc/self/fd", "/"]) func `a device or a directory is no file`(
    target: String
  )
    throws
  {
    try link(target)
    #expect(fault == .notRegular)
  }

  @Test(.timeLimit(.minutes(1))) func `nobody waits at a FIFO, a socket or a loop`() throws {
    let path = directory.path("home/.ssh/keys")
    try #require(mkfifo(path, 0o600) == 0 && chown(path, Self.uid, Self.uid) == 0)
    #expect(fault == .notRegular)
    unlink(path)
    try link(path)
    #expect(fault == .call("open", errno: ELOOP))
  }

  @Test func `a file of a megabyte is read, a larger one is not`() throws {
    try write(String(repeating: "x", count: StrictFile.longest))
    #expect(try read()?.utf8.count == StrictFile.longest)
    try write(String(repeating: "x", count: StrictFile.longest + 1))
    #expect(fault == .tooLarge)
  }

  @Test func `a file that says it is empty and is not is bounded as well`() throws {
    // /proc's files have the size 0.
    #expect(try read("/proc/filesystems")?.contains("proc") == true)
  }
}
