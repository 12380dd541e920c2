// A header of a mail as a line: folded, encoded, and never more than one header.

import Foundation

/// RFC 5322, section 2.2 and RFC 2047: what is not printable ASCII becomes encoded words, so that no value can begin a
/// header of its own.
enum HeaderField {
  /// `Name: value`, folded to lines of at most 76 characters where there are spaces to fold at.
  static func line(_ name: String, _ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !value.contains("=?")
    return fold("\(name): " + (isPlain ? value : encodedWords(value)))
  }

  /// RFC 2047, section 2: words of at most 75 characters, none of which splits a character.
  private static func encodedWords(_ value: String) -> String {
    var chunks: [String] = [""]
    for scalar in value.unicodeScalars {
      if chunks[chunks.count - 1].utf8.count + scalar.utf8.count > bytesAWord { chunks.append("") }
      chunks[chunks.count - 1].unicodeScalars.append(scalar)
    }
    return chunks.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: " ")
  }

  /// 39 bytes are 52 in base64, which leaves room for the frame of a word, and for `Subject: ` before the first.
  private static let bytesAWord = 39

  /// Never folds right behind the name: a first line without a value is read as one that begins with a space.
  private static func fold(_ line: String) -> String {
    var folded = ""
    var width = 0
    for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let breaks = index > 1 && !word.isEmpty && width + 1 + word.count > 76
      folded += (breaks ? "\r\n " : index > 0 ? " " : "") + word
      width = (breaks ? 1 : width + min(index, 1)) + word.count
    }
    return folded
  }
}
