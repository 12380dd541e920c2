// What the names of a template stand for in one mail: text, or rows of the same. Whatever goes in is printable and bounded.

import Sessions

/// Names and their values. A name whose value is not known is absent.
struct TemplateValues: Equatable, ExpressibleByDictionaryLiteral {
  private var texts: [String: String] = [:]
  private var rows: [String: [TemplateValues]] = [:]

  /// Scalars of a value.
  private static let limit = 512

  init(dictionaryLiteral elements: (String, String?)...) {
    for (name, text) in elements { self[name] = text }
  }

  /// A text; setting makes it printable, and cuts it.
  subscript(name: String) -> String? {
    get { texts[name] }
    set { texts[name] = newValue?.printableAtOnce(limit: Self.limit) }
  }

  /// Takes the rows of a section, which is written once for each. Without any the name is absent.
  mutating func set(_ name: String, rows values: [TemplateValues]) {
    rows[name] = values.isEmpty ? nil : values
  }

  /// The rows of a section.
  func rows(_ name: String) -> [TemplateValues] { rows[name] ?? [] }

  /// All names, those of rows among them.
  var names: Set<String> {
    rows.values.joined().reduce(into: Set(texts.keys).union(rows.keys)) { $0.formUnion($1.names) }
  }

  /// With another's names as well; where both have one, that other's counts.
  func merging(_ other: TemplateValues) -> TemplateValues {
    var values = self
    values.texts.merge(other.texts) { $1 }
    values.rows.merge(other.rows) { $1 }
    return values
  }

  /// As the templates take it.
  var object: [String: Any] {
    (texts as [String: Any]).merging(rows.mapValues { $0.map(\.object) }) { text, _ in text }
  }
}

extension String {
  /// `printable(limit:)`, without a look at each scalar where the text is short and ASCII, as most are.
  func printableAtOnce(limit: Int) -> String {
    guard utf8.count > limit || !utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return self }
    return partedForHTML.printable(limit: limit)
  }

  /// With each character that HTML must escape by itself. Mustache looks for whole characters (UAX 29), and U+0D4E and its like
  /// are one with a `<` behind them, accents with one before: such a neighbour is shown as its number.
  private var partedForHTML: String {
    reduce(into: "") { text, character in
      guard character.unicodeScalars.count > 1, character.unicodeScalars.contains(where: Self.markup.contains) else {
        return text.append(character)
      }
      for scalar in character.unicodeScalars {
        text += scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  private static let markup: Set<Unicode.Scalar> = ["<", ">", "&", "\"", "'"]
}
