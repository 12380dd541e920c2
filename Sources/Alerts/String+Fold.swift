// The lines of a text part, which no mail program wraps well.

extension String {
  /// The text with lines that are longer folded at spaces, where there are any; what goes on stands below the words that it
  /// belongs to, behind the label of a row or the dash of a list.
  func folded(at width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.count <= width ? String($0) : Self.fold($0, at: width) }.joined(separator: "\n")
  }

  private static func fold(_ line: Substring, at width: Int) -> String {
    let start = start(line)
    let margin = String(repeating: " ", count: start)
    var lines = [String(line.prefix(start))]
    var isEmpty = true
    for word in line.dropFirst(start).split(separator: " ") {
      if !isEmpty, lines[lines.count - 1].count + 1 + word.count > width {
        lines.append(margin)
        isEmpty = true
      }
      lines[lines.count - 1] += isEmpty ? word : " " + word
      isEmpty = false
    }
    return lines.joined(separator: "\n")
  }

  /// Where the words of a line begin.
  private static func start(_ line: Substring) -> Int {
    let margin = line.prefix { $0 == " " }.count
    guard margin > 0 else { return 0 }
    let text = line.dropFirst(margin)
    if text.hasPrefix("- ") { return margin + 2 }
    guard let gap = text.prefix(widestLabel).firstRange(of: "  ") else { return margin }
    return line.distance(from: line.startIndex, to: text[gap.lowerBound...].firstIndex { $0 != " " } ?? gap.upperBound)
  }

  /// Two spaces later in a line are somebody's words.
  private static let widestLabel = 12
}
