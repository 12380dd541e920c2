// A header of a mail as a line: folded, encoded, and never more than one header.

import Foundation

/// RFC 5322, section 2.2 and RFC 2047: what is not printable ASCII becomes encoded words, so that no value can begin a
/// header of its own.
struct HeaderField: Equatable {
  var name: String
  var value: Value

  /// What a header says, by the grammar that it has.
  enum Value: Equatable {
    /// Words: RFC 5322, section 3.6.5.
    case text(String)
    /// Words, and behind them what stands in angle brackets: an address or an id.
    case named(String, id: String)
    /// What stands in angle brackets by itself.
    case id(String)
    /// What the standards have for it, composed here: a date, a keyword.
    case keyword(String)
  }

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// `Name: value`, folded to lines of at most 76 characters where there are spaces to fold at.
  var line: String {
    switch value {
    case .text(let text): Self.fold("\(name): \(Self.isPlain(text) ? text : Self.encodedWords(text))")
    case .named(let words, let id): Self.fold("\(name): \(Self.phrase(words)) <\(Self.bracketed(id))>")
    case .id(let id): Self.fold("\(name): <\(Self.bracketed(id))>")
    case .keyword(let word): Self.fold("\(name): \(word)")
    }
  }

  /// Printable ASCII that nobody takes for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?")
  }

  /// RFC 5322, section 3.2.5: a quoted string, or encoded words, which must not stand in one.
  private static func phrase(_ words: String) -> String {
    guard isPlain(words) else { return encodedWords(words) }
    return "\"\(words.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  /// What an id cannot hold is left out: whoever made it has seen to that, and this line relies on nobody. UTF-8 stays as it
  /// is: RFC 6532.
  private static func bracketed(_ id: String) -> String {
    var text = ""
    text.unicodeScalars.append(
      contentsOf: id.unicodeScalars.filter { $0.value > 0x20 && !"<>\u{7F}".unicodeScalars.contains($0) })
    return text
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
      let breaks = index > 1 && !word.isEmpty && width + 1 + word.utf8.count > 76
      folded += (breaks ? "\r\n " : index > 0 ? " " : "") + word
      width = (breaks ? 1 : width + min(index, 1)) + word.utf8.count
    }
    return folded
  }
}
