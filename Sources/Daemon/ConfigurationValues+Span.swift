// Spans of time with their unit: `15s`, `2m`, `12h`, `5d`.

import Yams

extension Node {
  /// A span within bounds.
  func span(from least: String, to most: String) throws(ValueError) -> Duration {
    try span(try text(), from: least, to: most)
  }

  /// The same; nil for a word that stands for none.
  func span(from least: String, to most: String, or none: String) throws(ValueError) -> Duration? {
    let word = try text()
    return word == none ? nil : try span(word, from: least, to: most, or: none)
  }

  private func span(
    _ word: String, from least: String, to most: String, or none: String? = nil
  ) throws(ValueError) -> Duration {
    guard let span = Duration(span: word, from: least, to: most) else {
      let bounds = "from '\(least)' to '\(most)'" + (none.map { ", or '\($0)'" } ?? "")
      throw ValueError("must be a span such as '90s', '2m', '12h' or '5d', \(bounds), not '\(word)'")
    }
    return span
  }
}

extension Duration {
  private static let units: [(name: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

  /// Reads digits and a unit.
  init?(span text: String) {
    let count = text.dropLast()
    guard let unit = Self.units.first(where: { $0.name == text.last }), let number = UInt32(count),
      count.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self = .seconds(Int64(number) * unit.seconds)
  }

  fileprivate init?(span text: String, from least: String, to most: String) {
    guard let span = Duration(span: text), let least = Duration(span: least), let most = Duration(span: most),
      (least...most).contains(span)
    else { return nil }
    self = span
  }

  /// The way a span is written, in the largest unit that fits.
  var spanText: String {
    let seconds = components.seconds
    let unit = Self.units.first { seconds != 0 && seconds % $0.seconds == 0 } ?? ("s", 1)
    return "\(seconds / unit.seconds)\(unit.name)"
  }
}
