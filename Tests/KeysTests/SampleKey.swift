// Keys as people have them, made by ssh-keygen; and what ssh-keygen says of them.

import Foundation
import TestKit

/// A public key, in the file that ssh-keygen wrote.
struct SampleKey {
  let path: String
  /// `TYPE BASE64`.
  let text: String

  /// Makes one.
  init(_ type: String = "ed25519", in directory: TemporaryDirectory, named name: String = UUID().uuidString) throws {
    let key = directory.path(name)
    try Command.run("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", key])
    try self.init(file: key + ".pub")
  }

  /// A key of a security key, which cannot be made without one: the same parts as it has (PROTOCOL.u2f), around another's.
  init(securityKeyFrom ed25519: SampleKey, in directory: TemporaryDirectory) throws {
    let type = "sk-ssh-ed25519@openssh.com"
    let point = ed25519.blob.suffix(32)
    let blob = [Array(type.utf8), Array(point), Array("ssh:".utf8)].flatMap { part in
      withUnsafeBytes(of: UInt32(part.count).bigEndian, Array.init) + part
    }
    let line = "\(type) \(Data(blob).base64EncodedString())\n"
    try self.init(file: try directory.write(line, to: UUID().uuidString))
  }

  private init(file: String) throws {
    path = file
    let words = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    text = words.prefix(2).joined(separator: " ")
  }

  /// The key itself.
  var blob: [UInt8] {
    Data(base64Encoded: text.split(separator: " ").last.map(String.init) ?? "").map(Array.init) ?? []
  }

  /// What `ssh-keygen -l` says.
  func fingerprint(_ algorithm: String = "sha256") throws -> String {
    let said = try Command.run("ssh-keygen", ["-l", "-E", algorithm, "-f", path])
    return String(decoding: said, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init) ?? ""
  }
}
