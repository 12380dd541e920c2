// One line of authorized_keys: sshd(8), AUTHORIZED_KEYS FILE FORMAT; auth2-pubkeyfile.c, `auth_check_authkey_line`.
//
//     [OPTIONS ]TYPE BASE64[ COMMENT]
//
// Whoever owns the file wrote it: nothing of it is believed, and what is kept is bounded and printable.

import Alerts
import Foundation
import Sessions

/// A key that may log in, or whose certificates may, with what stands beside it.
struct AuthorizedKey: Equatable {
  /// The key as it goes over the wire (RFC 4253 6.6).
  var blob: [UInt8]
  var name: KeyName

  /// Bytes of the longest line: `SSH_MAX_PUBKEY_BYTES` of OpenSSH up to 7.7; later ones have no limit.
  static let longestLine = 16 * 1024
  /// Unicode scalars that are kept of the words behind the key.
  static let longestComment = 128
  /// Unicode scalars that are kept of the options.
  static let longestOptions = 256

  /// Reads a line without its end; nil where it has no key: a blank line, a comment, or one that sshd passes over as well.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.count <= Self.longestLine else { return nil }
    let text = line.prefix { $0 != 0 }.trimmingBlanks
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    if let (blob, comment) = Self.key(text) {
      self.init(blob, comment: comment, options: nil)
      return
    }
    let end = Self.endOfOptions(text)
    guard let (blob, comment) = Self.key(text[end...].trimmingBlanks) else { return nil }
    self.init(blob, comment: comment, options: text[..<end])
  }

  private init(_ blob: [UInt8], comment: ArraySlice<UInt8>, options: ArraySlice<UInt8>?) {
    self.blob = blob
    name = KeyName(
      comment: String(decoding: comment, as: UTF8.self).printable(limit: Self.longestComment),
      options: options.map { String(decoding: $0, as: UTF8.self).printable(limit: Self.longestOptions) })
  }

  /// Takes apart `TYPE BASE64[ COMMENT]`. A key says its type itself, in front, and that must be the word before it: so no list
  /// of types is needed to tell a type from options.
  private static func key(_ text: ArraySlice<UInt8>) -> (blob: [UInt8], comment: ArraySlice<UInt8>)? {
    let type = text.prefix { !$0.isBlank }
    let rest = text[type.endIndex...].trimmingBlanks
    let word = rest.prefix { !$0.isBlank }
    guard let data = Data(base64Encoded: Data(word)) else { return nil }
    let head = withUnsafeBytes(of: UInt32(type.count).bigEndian, Array.init) + type
    guard data.count > head.count, data.starts(with: head) else { return nil }
    return (Array(data), rest[word.endIndex...].trimmingBlanks)
  }

  /// Where the options end: at the first blank outside of quotes (authfile.c, `sshkey_advance_past_options`). A quote that is not
  /// closed takes up all that there is.
  private static func endOfOptions(_ text: ArraySlice<UInt8>) -> Int {
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in zip(text.indices, text) {
      if byte.isBlank, !isQuoted { return index }
      let quotes = byte == UInt8(ascii: "\"")
      if quotes, !isEscaped { isQuoted.toggle() }
      isEscaped = byte == UInt8(ascii: "\\")
    }
    return text.endIndex
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension ArraySlice<UInt8> {
  /// Without the blanks around it, and without the CR of a line that was written elsewhere.
  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    let start = drop(while: \.isBlank)
    let end = start.lastIndex { !$0.isBlank && $0 != UInt8(ascii: "\r") }
    return start[..<(end.map { $0 + 1 } ?? start.startIndex)]
  }
}
