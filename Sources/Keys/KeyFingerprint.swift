// What sshd says of a key in its log: a digest of the public key. ssh-keygen(1), `-l` and `-E`; sshkey.c, `sshkey_fingerprint`.

import CCrypto
import Foundation

/// The digest of a public key.
public struct KeyFingerprint: Hashable, Sendable, CustomStringConvertible {
  /// sshd_config(5), `FingerprintHash`.
  enum Algorithm: String, CaseIterable {
    case sha256 = "SHA256"
    case md5 = "MD5"
  }

  let algorithm: Algorithm
  private let digest: [UInt8]

  /// Reads `SHA256:…` or `MD5:…`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let algorithm = Algorithm(rawValue: String(parts[0])) else { return nil }
    self.algorithm = algorithm
    switch algorithm {
    case .sha256: digest = Data(base64Encoded: parts[1] + "=").map(Array.init) ?? []
    case .md5: digest = parts[1].split(separator: ":").compactMap { UInt8($0, radix: 16) }
    }
    guard digest.count == algorithm.length, description == text else { return nil }
  }

  /// Computes it.
  /// - Parameter blob: the key as it goes over the wire (RFC 4253 6.6).
  /// - Returns: nil where OpenSSL may not do this digest: MD5, in FIPS mode.
  init?(of blob: [UInt8], by algorithm: Algorithm) {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_Digest(blob, blob.count, &digest, &length, algorithm.digest, nil) == 1 else { return nil }
    self.algorithm = algorithm
    self.digest = Array(digest.prefix(Int(length)))
  }

  /// As sshd writes it: base64 without padding, or hexadecimal pairs.
  public var description: String {
    switch algorithm {
    case .sha256: "SHA256:" + Data(digest).base64EncodedString().prefix { $0 != "=" }
    case .md5: "MD5:" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
  }
}

extension KeyFingerprint.Algorithm {
  /// Bytes.
  fileprivate var length: Int { self == .sha256 ? 32 : 16 }

  fileprivate var digest: OpaquePointer? { self == .sha256 ? EVP_sha256() : EVP_md5() }
}
