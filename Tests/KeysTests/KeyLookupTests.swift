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

  @Test func `a user's files are those that sshd has for him`() throws {
    // A directory that is safe up to the root is needed: a name through /proc is not looked at, only where it leads.
    let server = try FakeServer("AuthorizedKeysFile none")
    let lookup = KeyLookup(sshd: server.sshd)
    #expect(try lookup.name(of: try fingerprint(0), user: "root") == nil)
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
