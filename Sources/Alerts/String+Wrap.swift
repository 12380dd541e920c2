// Sentences for a text part, which does not wrap by itself.

extension String {
  /// The text with line ends in place of spaces, so that no line is longer where a space allows it.
  func wrapped(at width: Int) -> String {
    var lines: [Substring] = []
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
