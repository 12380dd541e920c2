// From a user and a fingerprint to a name, with this machine's root and the real sshd.

import Alerts
import Foundation
import TestKit
import Testing

@testable import Keys

@Suite(.enabled(if: FakeServer.isPossible)) struct KeyLookupTests {
  private let directory: TemporaryDirectory
  private let keys: [SampleKey]

  init() throws {
    directory = try TemporaryDirectory()
    keys = try ["ed25519", "ecdsa"].map { [directory] in try SampleKey($0, in: directory) }
  }

  private func fingerprint(_ number: Int, _ algorithm: String = "sha256") throws -> KeyFingerprint {
    try #require(KeyFingerprint(try keys[number].fingerprint(algorithm)))
  }

  private func bytes(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

  @Test func `a key is found among others, by either digest`() throws {
    let bytes = bytes(
      "# keys", "", "command=\"date\" \(keys[0].text) first", "broken line", "\(keys[1].text) second\r", "")
    for algorithm in ["sha256", "md5"] {
      let names = try [0, 1].map { KeyLookup.name(of: try fingerprint($0, algorithm), in: bytes) }
      #expect(names == [KeyName(comment: "first", options: "command=\"date\""), KeyName(comment: "second")])
    }
  }

  @Test func `the first line with it counts, and a CA's is one like any other`() throws {
    let bytes = bytes("cert-authority \(keys[0].text) ours", "\(keys[0].text) again", keys[1].text)
    #expect(KeyLookup.name(of: try fingerprint(0), in: bytes) == KeyName(comment: "ours", options: "cert-authority"))
    #expect(KeyLookup.name(of: try fingerprint(1), in: bytes) == KeyName(comment: ""))
    #expect(KeyLookup.name(of: try fingerprint(1), in: self.bytes(keys[0].text)) == nil)
    #expect(KeyLookup.name(of: try fingerprint(1), in: []) == nil)
  }

  @Test func `a line that is too long hides no other`() throws {
    let bytes = bytes(String(repeating: "x ", count: 400_000), "\(keys[0].text) here")
    #expect(KeyLookup.name(of: try fingerprint(0), in: bytes)?.comment == "here")
  }

  /// A root whose home is a test's directory.
  private func account() throws -> Account {
    try FileManager.default.createDirectory(atPath: directory.path(".ssh"), withIntermediateDirectories: true)
    return Account(name: "root", uid: 0, home: directory.path, groups: [0])
  }

  @Test func `a user's files are those that sshd has for him, in its order`() throws {
    let server = try FakeServer("AuthorizedKeysFile none\nMatch User root\nAuthorizedKeysFile %h/%u.1 none .ssh/2")
    let (lookup, account) = (KeyLookup(sshd: server.sshd), try account())
    try directory.write("\(keys[0].text) usual", to: ".ssh/authorized_keys")
    #expect(try lookup.name(of: try fingerprint(0), account: account) == nil)
    try directory.write("\(keys[0].text) second", to: ".ssh/2")
    #expect(try lookup.name(of: try fingerprint(0), account: account)?.comment == "second")
    try directory.write("\(keys[0].text) first", to: "root.1")
    #expect(try lookup.name(of: try fingerprint(0), account: account)?.comment == "first")
    #expect(try lookup.name(of: try fingerprint(1), account: account) == nil)
  }

  @Test func `where sshd cannot be asked, they are the usual ones`() throws {
    let account = try account()
    for name in ["authorized_keys", "authorized_keys2"] {
      try directory.write("\(keys[0].text) \(name)", to: ".ssh/\(name)")
      #expect(try KeyLookup(sshd: SSHDProgram([])).name(of: try fingerprint(0), account: account)?.comment == name)
      unlink(directory.path(".ssh/\(name)"))
    }
  }

  @Test func `a file that was not read is told where no other has the key`() throws {
    let unsafe = try directory.write("\(keys[0].text) unsafe", to: "keys")
    #expect(chmod(unsafe, 0o666) == 0)
    let server = try FakeServer("AuthorizedKeysFile \(unsafe) \(directory.path("none"))")
    #expect(throws: KeyError.file(path: unsafe, fault: .unsafe(unsafe))) {
      try KeyLookup(sshd: server.sshd).name(of: try fingerprint(0), user: "root")
    }
  }

  @Test func `a user that is not there has no keys`() throws {
    #expect(throws: KeyError.noAccount("'nobody-has-this': no such user")) {
      try KeyLookup().name(of: try fingerprint(0), user: "nobody-has-this")
    }
  }
}
