// Keeps secrets out of what a server says: a server, or somebody who plays one, may send back what it was given, as it came,
// in base64, or cut off in the middle.

import Foundation

/// Finds pieces of secrets in text. Pure.
public struct Redaction: Sendable {
  /// Pieces of secrets, by their length: up to eight bytes as one number.
  private var pieces: [Int: Set<UInt64>] = [:]

  /// What is shorter is no piece of a secret but chance; a secret that is shorter counts as a whole.
  private static let pieceLength = 8
  /// Base64 of fewer characters could stand in any word.
  private static let leastBase64 = 4
  private static let mask = "***"

  /// Takes the secrets: also their base64 is found, whatever stands before them in it.
  public init(_ secrets: [String] = []) {
    for secret in secrets where !secret.isEmpty {
      add(Array(secret.utf8))
      for form in Self.base64(Array(secret.utf8)) where form.count >= Self.leastBase64 { add(form) }
    }
  }

  /// Takes one more secret, as it is.
  public mutating func add(_ secret: [UInt8]) {
    let length = min(secret.count, Self.pieceLength)
    guard length > 0 else { return }
    Self.forEachPiece(of: length, in: secret) { piece, _ in pieces[length, default: []].insert(piece) }
  }

  /// The characters that depend on the secret alone, after 0, 1 and 2 other bytes: RFC 4648, section 4, has 6 bits in each.
  private static func base64(_ secret: [UInt8]) -> [[UInt8]] {
    (0...2).map { before in
      let text = Array(Data([UInt8](repeating: 0, count: before) + secret).base64EncodedString().utf8)
      return Array(text[((before * 8 + 5) / 6)..<((before + secret.count) * 8 / 6)])
    }
  }

  /// Hands out each piece of a length with the place where it ends.
  private static func forEachPiece(of length: Int, in text: [UInt8], _ body: (UInt64, Int) -> Void) {
    let kept = length == 8 ? UInt64.max : (1 << (UInt64(length) * 8)) - 1
    var piece: UInt64 = 0
    for (place, byte) in text.enumerated() {
      piece = (piece << 8 | UInt64(byte)) & kept
      if place >= length - 1 { body(piece, place) }
    }
  }

  /// The text with each run of pieces as `***`.
  public func applied(to text: [UInt8]) -> String {
    guard !pieces.isEmpty else { return String(decoding: text, as: UTF8.self) }
    var isSecret = [Bool](repeating: false, count: text.count)
    for (length, known) in pieces {
      Self.forEachPiece(of: length, in: text) { piece, end in
        guard known.contains(piece) else { return }
        for place in (end - length + 1)...end { isSecret[place] = true }
      }
    }
    return Self.masked(text, isSecret)
  }

  private static func masked(_ text: [UInt8], _ isSecret: [Bool]) -> String {
    var shown: [UInt8] = []
    for place in text.indices {
      if !isSecret[place] { shown.append(text[place]) }
      if isSecret[place], place == 0 || !isSecret[place - 1] { shown += mask.utf8 }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// The same for a text.
  public func applied(to text: String) -> String {
    applied(to: Array(text.utf8))
  }
}
