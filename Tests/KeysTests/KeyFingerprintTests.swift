// Fingerprints as ssh-keygen has them.

import Foundation
import TestKit
import Testing

@testable import Keys

struct KeyFingerprintTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: ["ed25519", "rsa", "ecdsa"]) func `a key has the fingerprint that ssh-keygen gives it`(type: String)
    throws
  {
    let key = try SampleKey(type, in: directory)
    for (name, algorithm) in [("sha256", KeyFingerprint.Algorithm.sha256), ("md5", .md5)] {
      let text = try key.fingerprint(name)
      #expect(KeyFingerprint(of: key.blob, by: algorithm)?.description == text)
      #expect(KeyFingerprint(text) == KeyFingerprint(of: key.blob, by: algorithm))
    }
  }

  private static let sha256 = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
  private static let md5 = "MD5:d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e"

  @Test func `nothing has its fingerprint as well`() {
    #expect(KeyFingerprint(of: [], by: .sha256)?.description == Self.sha256)
    #expect(KeyFingerprint(of: [], by: .md5)?.description == Self.md5)
  }

  @Test(arguments: [
    "", "SHA256", "SHA256:", sha256 + "=", sha256 + "A", String(sha256.dropLast()), "SHA256:" + md5,
    sha256.replacing("FU", with: "FV"), "sha256:" + sha256.dropFirst(7), " " + sha256, sha256 + "\n",
    md5.uppercased(), md5 + ":", md5 + ":00", String(md5.dropLast(3)), md5.replacing(":00:", with: ":0:"),
    md5.replacing(":09:", with: ":+9:"), String(md5.dropFirst(4)), "SHA1:" + sha256.dropFirst(7),
  ]) func `what sshd does not write is no fingerprint`(text: String) {
    #expect(KeyFingerprint(text) == nil)
  }
}
